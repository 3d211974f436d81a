import { mock } from 'node:test';

export const tickMs = 5;

/** Waits for something that waits for time, while time is mocked. */
export const ticking = async <T>(work: Promise<T>): Promise<T> => {
  let isOver = false;
  const done = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(tickMs);
  }
  return done;
};
