import { parseSync, type ParseResult } from 'oxc-parser';
import type { SourceFile } from './workspace.ts';

function constantsOf({ program }: ParseResult) {
  return program.body.flatMap((node) => {
    const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    return declared?.type === 'VariableDeclaration' ? declared.declarations : [];
  });
}

/**
 * One line for each function at the top of a file that is no declaration: `path: name`. A constant with a type of its own
 * may hold an arrow function, since a declaration cannot name that type.
 */
export function topLevelArrows({ path, text }: SourceFile): string[] {
  return constantsOf(parseSync(path, text)).flatMap(({ id, init }) =>
    init?.type === 'ArrowFunctionExpression' && id.type === 'Identifier' && !id.typeAnnotation
      ? [`${path}: ${id.name}`]
      : [],
  );
}
