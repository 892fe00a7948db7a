/** A timer that can be stopped. */
interface Timer {
  stop(): void;
}

/** Of so many parts is a time-out made, each of which must have passed. */
const parts = 4;

/**
 * Calls back after some milliseconds in which this process could listen: a process that was itself held up, on a busy
 * machine, has not waited, and what has arrived meanwhile is looked at first.
 */
export function startTimer(milliseconds: number, over: () => void): Timer {
  let left = parts;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    timer = setTimeout(() => {
      left -= 1;
      if (left > 0) wait();
      else over();
    }, milliseconds / parts);
  };
  wait();
  return { stop: () => clearTimeout(timer) };
}
