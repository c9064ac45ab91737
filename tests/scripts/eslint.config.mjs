// Lints the scripts of the explorer and of what is served: python3 -m tests runs it. No plugin, so that nothing but ESLint has to be there.
const browser = ["document", "window", "location", "history", "navigator", "matchMedia", "requestAnimationFrame", "addEventListener", "getComputedStyle",
  "ResizeObserver", "URL", "URLSearchParams", "Blob", "setTimeout", "setInterval", "clearInterval", "performance", "atob", "Response", "DecompressionStream", "CompressionStream", "ReadableStream", "Path2D"];
const served = ["globalThis", "fetch", "AbortController", "FormData", "Option", "TextDecoder", "clearTimeout"];
const globals = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

export default [{
  files: ["**/*.js", "**/*.mjs"],
  languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals(browser) },
  linterOptions: { reportUnusedDisableDirectives: "error" },
  rules: {
    complexity: ["error", 20],
    curly: ["error", "multi-line"],
    eqeqeq: "error",
    "max-depth": ["error", 4],
    "no-const-assign": "error",
    "no-dupe-keys": "error",
    "no-eval": "error",
    "no-implied-eval": "error",
    "no-redeclare": "error",
    "no-shadow": "error",
    "no-undef": "error",
    "no-unreachable": "error",
    "no-unused-vars": "error",
    "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
    "no-useless-assignment": "error",
    "no-var": "error",
    "object-shorthand": "error",
    "prefer-const": "error",
    "prefer-template": "error",
    // Text of a list must never become markup.
    "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "outerHTML" }, { property: "insertAdjacentHTML" }],
    "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "localStorage"],
  },
}, {
  // The query page asks the endpoint beside it; the explorer asks nobody.
  files: ["avgraph/site/assets/*.js"],
  languageOptions: { globals: globals(served) },
  rules: { "no-restricted-globals": ["error", "XMLHttpRequest", "localStorage"] },
}, {
  // Queries that were asked before are stored in the browser, by this module alone.
  files: ["avgraph/site/assets/past.js"],
  languageOptions: { globals: globals([...served, "localStorage"]) },
  rules: { "no-restricted-globals": ["error", "XMLHttpRequest"] },
}];
