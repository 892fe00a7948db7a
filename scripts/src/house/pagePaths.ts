import { posix } from 'node:path';
import type { SourceFile, WorkspacePackage } from './workspace.ts';

/** What pages may speak of: the files of the tree, its packages with their entries, and its commands. */
export type Tree = {
  /** Paths of all files below the root, with slashes. */
  readonly files: readonly string[];
  readonly workspace: readonly WorkspacePackage[];
  /** The scripts of the root's manifest. */
  readonly commands: readonly string[];
};

type CodeSpan = { readonly language: string; readonly text: string };

const ownCommands = ['add', 'dlx', 'exec', 'install', 'pack', 'run'];
const fence = /^ *```(\S*)[^\n]*\n([^]*?)^ *```$/gm;
const inlineCode = /(?<!`)(`+)(?!`)([^]+?)(?<!`)\1(?!`)/g;

function codeOf(text: string): CodeSpan[] {
  const blocks = [...text.matchAll(fence)].map(([, language = '', code = '']) => ({
    language,
    text: code,
  }));
  const spans = [...text.replaceAll(fence, '').matchAll(inlineCode)].map(([, , code = '']) => ({
    language: '',
    text: code,
  }));
  return [...blocks, ...spans];
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...text.replaceAll(fence, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Every folder and file, for words that name one. */
function placesOf(files: readonly string[]): string[] {
  const folders = files.flatMap((path) =>
    path
      .split('/')
      .slice(0, -1)
      .map((_, index, parts) => parts.slice(0, index + 1).join('/')),
  );
  return [...new Set([...files, ...folders])];
}

/** `packages/<api>-client`, `*`, `{a,b}`, `…` and a word in capitals stand for anything that exists. */
function patternOf(path: string): RegExp {
  const source = path
    .replace(/\/+$/, '')
    .replaceAll(/[.+^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{([^{}]*)\}/g, (_, choices: string) => `(${choices.replaceAll(',', '|')})`)
    .replaceAll('**', '\0')
    .replaceAll(/<[^<>]*>|\*|…|\b[A-Z]{3,}\b(?!\\\.)/g, '[^/]*')
    .replaceAll('\0', '.*');
  return new RegExp(`^${source}$`);
}

function exists(path: string, places: readonly string[]): boolean {
  const pattern = patternOf(path);
  return places.some((place) => pattern.test(place));
}

function wrongLinks(
  page: SourceFile,
  pages: ReadonlyMap<string, string>,
  places: readonly string[],
): string[] {
  const prose = page.text.replaceAll(fence, '').replaceAll(inlineCode, '');
  const targets = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? page.path : posix.join(posix.dirname(page.path), file);
      if (!places.includes(path.replace(/\/$/, ''))) return true;
      const other = pages.get(path);
      return anchor !== undefined && other !== undefined && !anchorsOf(other).includes(anchor);
    });
}

function wrongEntry(word: string, { workspace }: Tree): boolean {
  const [scope = '', name = '', ...entry] = word.split('/');
  const named = `${scope}/${name}`;
  if (/[*<…]/.test(named)) return false;
  const owner = workspace.find((one) => one.name === named);
  const key = ['.', ...entry].join('/');
  return owner === undefined || (entry.length > 0 && owner.entries[key] === undefined);
}

/** Words of code that look like a path of this tree and name nothing in it. */
function wrongPathsIn(
  { language, text }: CodeSpan,
  page: SourceFile,
  tree: Tree,
  places: readonly string[],
): string[] {
  const roots = new Set(tree.files.filter((p) => p.includes('/')).map((p) => p.split('/')[0]));
  const entered = /^cd (\S+)$/m.exec(text)?.[1];
  const here = [posix.dirname(page.path), ...(entered === undefined ? [] : [entered])];
  const words = text
    .split(/[\s'"`,;()|]+(?![^{]*\})/)
    .map((word) => word.replace(/[.:]+$/, '').replace(/:\d+$/, ''));
  return words.filter((word) => {
    if (/^@oidc-admin\/[a-z]/.test(word)) return wrongEntry(word, tree);
    if (language === 'ts' || !word.includes('/') || /:\/\/|^[-/~$]|=|^#/.test(word)) return false;
    if (roots.has(word.split('/')[0])) return !exists(word, places);
    if (!/^src\/|\.(ts|md|ya?ml|json|sh|py)$/.test(word)) return false;
    return !here.some((folder) => exists(posix.join(folder, word), places));
  });
}

function wrongCommandsIn({ language, text }: CodeSpan, tree: Tree): string[] {
  if (language === 'ts') return [];
  const known = [...ownCommands, ...tree.commands, ...tree.workspace.flatMap(({ verbs }) => verbs)];
  const flags = /(?:--(?:filter|dir|prefix) \S+ |-\S+ )*/.source;
  const called = text.matchAll(new RegExp(String.raw`\bpnpm(?:@\d+)? ${flags}([a-z][\w:-]*)`, 'g'));
  return [...called].filter(([, command = '']) => !known.includes(command)).map(([line]) => line);
}

/**
 * One line for everything on the pages that does not exist: `page: word`. Looks at links and their
 * anchors, and in code at paths, entries of our packages and commands of pnpm.
 */
export function wrongPlaces(pages: readonly SourceFile[], tree: Tree): string[] {
  const texts = new Map(pages.map(({ path, text }) => [path, text]));
  const places = placesOf(tree.files);
  return pages.flatMap((page) => {
    const code = codeOf(page.text);
    const wrong = [
      ...wrongLinks(page, texts, places),
      ...code.flatMap((span) => wrongPathsIn(span, page, tree, places)),
      ...code.flatMap((span) => wrongCommandsIn(span, tree)),
    ];
    return [...new Set(wrong)].map((word) => `${page.path}: ${word}`);
  });
}
