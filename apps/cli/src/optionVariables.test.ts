import { Command } from 'commander';
import { expect, test } from 'vitest';
import { fillOptions } from './optionVariables.ts';

function commandOf(names: readonly string[]): Command {
  let command = new Command();
  for (const name of names) {
    const below = new Command(name).option('--rate <n>').option('--timeout <s>');
    command.addCommand(below);
    command = below;
  }
  return command;
}

test('a variable fills the option of a plan, and no property of an API that has its name', () => {
  const environment = { OIDC_ADMIN_RATE: '5', OIDC_ADMIN_TIMEOUT: '9' };
  const plan = commandOf(['plan']);
  fillOptions(plan, environment);
  expect(plan.opts()).toEqual({ rate: '5', timeout: '9' });

  const ofApi = commandOf(['tickets', 'create-ticket']);
  fillOptions(ofApi, environment);
  expect(ofApi.opts()).toEqual({ timeout: '9' });
});
