import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import { faultsOf, type FaultAttempt } from './faultyServer.ts';
import { twinsOf } from './twins.ts';

/** Every fault of every API, and each that can be in one handler only, with the clauses that it breaks. */
export async function faultAttempts(): Promise<
  readonly (FaultAttempt & { readonly breaks: readonly string[] })[]
> {
  const attempts: (FaultAttempt & { readonly breaks: readonly string[] })[] = [];
  for (const api of Object.keys(apis) as ApiName[]) {
    const { contract, realistic, mutants, outsiders } = await faultsOf(api);
    const breaks = new Map(realistic.map((fault) => [fault.name, fault.breaks]));
    attempts.push(
      ...[...realistic, ...mutants, ...outsiders].map((fault) => ({
        api,
        fault: fault.name,
        breaks: fault.breaks,
      })),
      ...twinsOf(contract, realistic).map((twin) => ({
        api,
        ...twin,
        breaks: breaks.get(twin.fault) ?? [],
      })),
    );
  }
  return attempts;
}
