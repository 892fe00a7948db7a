import type { Command } from 'commander';

/** A line of help: what is on the left, and what it means. */
export type HelpRow = readonly [term: string, text: string];

/** Adds rows to the end of a command's help, in commander's own layout. */
export function addHelpRows(
  command: Command,
  heading: string,
  rows: readonly HelpRow[],
  place: 'after' | 'afterAll' = 'after',
): void {
  if (rows.length === 0) return;
  command.addHelpText(place, (context) => {
    const help = context.command.createHelp();
    const helpWidth = context.command.configureOutput().getOutHelpWidth?.() ?? 100;
    help.prepareContext({ helpWidth });
    const width = Math.max(...rows.map(([term]) => term.length));
    const items = rows.map(([term, text]) => help.formatItem(term, width, text, help));
    return help.formatItemList(`\n${heading}`, items, help).slice(0, -1).join('\n');
  });
}
