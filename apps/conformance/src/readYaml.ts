import { UsageError, writtenFile } from '@oidc-admin/client/terminal';
import { LineCounter, parseDocument } from 'yaml';

/**
 * The value of a YAML or JSON file that a person wrote; `what` names it in messages. Throws a UsageError with the place of a
 * mistake and its kind, and quotes nothing of the file.
 */
export function readYaml(what: string, path: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(writtenFile(what, path), { lineCounter, prettyErrors: false });
  const [mistake] = document.errors;
  if (mistake === undefined) {
    try {
      return document.toJS();
    } catch (error) {
      const why = 'its anchors unfold to too much, or an alias leads to none';
      throw new UsageError(`${what} is not valid YAML: ${why}`, { cause: error });
    }
  }
  const { line, col } = lineCounter.linePos(mistake.pos[0]);
  const kind = mistake.code.toLowerCase().replaceAll('_', ' ');
  throw new UsageError(`${what} is not valid YAML, line ${line}, column ${col}: ${kind}`);
}
