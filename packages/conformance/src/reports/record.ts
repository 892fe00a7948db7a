import type { PlannedEvent, RunEvent, StartedEvent } from '../runner/runEvent.ts';

/** One event as a line of the record. */
export function recordLine(event: RunEvent): string {
  return `${JSON.stringify(event)}\n`;
}

function eventOf(line: string): RunEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<RunEvent> | null;
    return typeof event?.event === 'string' && typeof event.target === 'string'
      ? (event as RunEvent)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the record of a run. The last line of a run that was killed may be cut off, and is left out. Throws where the text
 * is no record of this version.
 */
export function readRecord(text: string): readonly RunEvent[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const events = lines.map((line) => eventOf(line));
  const bad = events.indexOf(undefined);
  if (bad >= 0 && bad < lines.length - 1) throw new Error(`line ${bad + 1} is no event of a run`);
  const known = events.filter((event) => event !== undefined);
  const started = known.filter(
    (event): event is StartedEvent | PlannedEvent =>
      event.event === 'started' || event.event === 'planned',
  );
  if (started.length === 0) throw new Error('no run starts in it');
  if (started.some(({ version }) => version !== 1)) throw new Error('it has another version');
  return known;
}
