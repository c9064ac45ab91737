// Copies a text, and says on the button that was pressed that it is done.
export async function copy(text, pressed) {
  const words = pressed.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyThroughField(text);
  }
  pressed.textContent = "Copied";
  setTimeout(() => { pressed.textContent = words; }, 2500);
}

// Where the clipboard is refused, as in a frame: through a field whose text is selected.
function copyThroughField(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
