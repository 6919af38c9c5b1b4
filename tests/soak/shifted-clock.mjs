// Loaded into a process of the tests: its clock is off by CLOCK_SHIFT_MS, like a wrong clock of a machine.
let shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const RightDate = Date;

// Somebody sets the clock.
process.on('SIGUSR2', () => {
  shiftMs = 0;
});

globalThis.Date = class extends RightDate {
  constructor(...given) {
    if (given.length === 0) super(RightDate.now() + shiftMs);
    else super(...given);
  }

  static now() {
    return RightDate.now() + shiftMs;
  }
};
