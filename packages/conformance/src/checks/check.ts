import type { Level } from '../runner/runParameters.ts';
import type { CheckContext } from './checkContext.ts';

/** One check: what it verifies, what it needs, and how it is done. Made from a contract alone. */
export interface Check {
  /** Stable: the id of the clause that it is about, then '/' and the variant where the kind of clause has several. */
  readonly id: string;
  /** The clauses that hold, as far as it can see, when it passes. */
  readonly clauses: readonly string[];
  /** The operation or the resource to whose module it belongs. */
  readonly operation?: string;
  readonly resource?: string;
  readonly needs: Level;
  /** Roles of the principals without which it is not run; 'default' is any principal that may call the operation. */
  readonly principals: readonly string[];
  /** How many parents it needs, by path parameter; one where left out. */
  readonly parents?: number;
  /** Waits or repeats on purpose; its requests do not count as those of an ordinary run. */
  readonly waits?: boolean;
  /** Changes nothing at a right server, so that it may overlap with others of its sort. */
  readonly sideBySide?: boolean;
  /** Part of the smaller run: one variant for each clause. */
  readonly quick?: boolean;
  readonly run: (context: CheckContext) => Promise<void>;
}
