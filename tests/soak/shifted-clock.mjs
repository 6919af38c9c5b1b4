// Loaded before a process of the tests: its clock is wrong by CLOCK_SHIFT_MS, as a machine's may be.
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
