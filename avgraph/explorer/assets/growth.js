// Plays the growth of the field: one year after another, until the last.
const STEP = 900; // milliseconds for each year

export class Growth {
  constructor(button, years, show) {
    Object.assign(this, { button, years, show, timer: 0, year: 0 });
    button.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
  }

  start() {
    this.year = this.years[0];
    this.timer = setInterval(() => this.step(), STEP);
    this.button.textContent = "Stop";
    this.show(this.year);
  }

  step() {
    this.year++;
    // The last year is everything: no filter at all.
    if (this.year >= this.years[1]) { this.stop(); this.show(0); } else this.show(this.year);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.button.textContent = "Play years";
  }
}
