import type { Clause, Contract } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Makes a server that breaks one clause of a kind, and as little else as can be. */
export type Mutant = (clause: Clause, contract: Contract) => FaultHooks;
