import { UsageError } from '@oidc-admin/client/terminal';
import { type CliApi, kebabCase, operationsOf } from './cliApi.ts';
import { commonFlags, flagsOf } from './flags.ts';

type Apis = Readonly<Record<string, CliApi>>;

/** By the words before it, what can stand there: `notes update-note` → its flags. */
type Words = ReadonlyMap<string, readonly string[]>;

async function wordsOf(apis: Apis, others: readonly string[]): Promise<Words> {
  const words = new Map<string, readonly string[]>([['', [...Object.keys(apis), ...others]]]);
  for (const [api, { load }] of Object.entries(apis)) {
    const commandLine = await load();
    const operations = operationsOf(commandLine);
    words.set(
      api,
      operations.map(({ id }) => kebabCase(id)),
    );
    for (const operation of operations) {
      const own = flagsOf(commandLine, operation).flatMap(({ option, file, no }) => [
        option,
        file,
        no,
      ]);
      const all = [...own, ...commonFlags(commandLine.settings)];
      const shown = all.flatMap((option) => (option?.hidden ? [] : (option?.long ?? [])));
      words.set(`${api} ${kebabCase(operation.id)}`, shown);
    }
  }
  return words;
}

function bash(words: Words): string {
  const cases = [...words].map(
    ([before, after]) => `    '${before}') words='${after.join(' ')}' ;;`,
  );
  return `_oidc_admin() {
  local words='' current="\${COMP_WORDS[COMP_CWORD]}"
  if [[ $current != -* && $COMP_CWORD -gt 2 ]]; then COMPREPLY=($(compgen -f -- "$current")); return; fi
  case "\${COMP_WORDS[*]:1:COMP_CWORD-1 < 2 ? COMP_CWORD-1 : 2}" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _oidc_admin oidc-admin
`;
}

function zsh(words: Words): string {
  const cases = [...words].map(
    ([before, after]) => `    '${before}') compadd -- ${after.join(' ')} ;;`,
  );
  return `#compdef oidc-admin
_oidc_admin() {
  if [[ $PREFIX != -* && $CURRENT -gt 3 ]]; then _files; return; fi
  local last=$(( CURRENT - 1 < 3 ? CURRENT - 1 : 3 ))
  case "\${(j: :)words[2,last]}" in
${cases.join('\n')}
  esac
}
compdef _oidc_admin oidc-admin
`;
}

function fish(words: Words): string {
  const lines = [...words].map(([before, after]) => {
    const condition = `string match -q -- '${before}' (string join ' ' (commandline -opc)[2..3])`;
    const isFlags = before.includes(' ');
    return `complete -c oidc-admin ${isFlags ? '' : '-f '}-n "${condition}" -a '${after.join(' ')}'`;
  });
  return `${lines.join('\n')}\n`;
}

function powershell(words: Words): string {
  const rows = [...words].map(
    ([before, after]) => `    '${before}' = @(${after.map((word) => `'${word}'`).join(', ')})`,
  );
  return `Register-ArgumentCompleter -Native -CommandName oidc-admin -ScriptBlock {
  param($current, $ast, $position)
  $words = @{
${rows.join('\n')}
  }
  $given = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | Select-Object -First 2)
  $words[($given -join ' ')] | Where-Object { $_ -like "$current*" }
}
`;
}

const shells: Readonly<Record<string, (words: Words) => string>> = { bash, zsh, fish, powershell };

/** A script that completes commands and flags in a shell. `others` are the commands that belong to no API. */
export async function completionOf(
  shell: string,
  apis: Apis,
  others: readonly string[],
): Promise<string> {
  const make = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (make === undefined)
    throw new UsageError(
      `completion: only ${Object.keys(shells).join(', ')}; this is none of them`,
    );
  return make(await wordsOf(apis, others));
}
