export { checks } from './checks/index.ts';
export type { SignInCheck } from './signInCheck.ts';
export { diagnose, worstOf } from './diagnose.ts';
export type { DiagnoseOptions, Diagnosis } from './diagnose.ts';
export type { SignInFinding, Severity, Unchecked } from './signInFinding.ts';
export type { DoctorSurroundings } from './doctorSurroundings.ts';
export { signInProblems } from './signIn/signInProblems.ts';
export { proveSecret } from './signIn/proveSecret.ts';
export type { SignInOptions } from './signIn/attendSignIn.ts';
