export type { CheckResult } from './reports/checkResult.ts';
export { claimDifferences, claimsOf } from './reports/claim.ts';
export type { Claim } from './reports/claim.ts';
export { compareReports, comparisonText } from './reports/compareReports.ts';
export type { ClauseChange, Comparison } from './reports/compareReports.ts';
export { ctrf } from './reports/ctrf.ts';
export { exitCodeOf, exitCodes } from './reports/exitCode.ts';
export { reportPages } from './reports/html/reportPages.ts';
export { junit } from './reports/junit.ts';
export { readRecord, recordLine } from './reports/record.ts';
export type {
  CheckReport,
  ClauseReport,
  IncompleteReason,
  Report,
  TargetReport,
} from './reports/report.ts';
export { reportFiles } from './reports/reportFiles.ts';
export { reportOf } from './reports/reportOf.ts';
export type { ReportOptions } from './reports/reportOf.ts';
export { terminalFailures } from './reports/terminalFailures.ts';
export { terminalSummary } from './reports/terminalSummary.ts';
export { originalVariables } from './safety/savedConfiguration.ts';
export { plannedClauses } from './runner/plannedClauses.ts';
export type { PlannedClause } from './runner/plannedClauses.ts';
export { planned, run } from './runner/run.ts';
export type { PlannedEvent, RunEvent, StartedEvent } from './runner/runEvent.ts';
export { levels } from './runner/runParameters.ts';
export type {
  Environment,
  ExpectedFailure,
  Level,
  RunParameters,
  RunTool,
  Shard,
  UnsupportedOperation,
} from './runner/runParameters.ts';
export { checkSettings } from './runner/checkSettings.ts';
export type { RunAccess, RunOptions, RunTarget } from './runner/runTarget.ts';
export { checkOnly, checkReplay, selectChecks, selectsAny } from './runner/selectChecks.ts';
export type { SelectedChecks } from './runner/selectChecks.ts';
export { targetUrl } from './runner/runTarget.ts';
export { nearestOf, WrongOption } from './runner/wrongOption.ts';
export { exclusiveGroups } from './safety/exclusiveGroups.ts';
export { lockFile } from './safety/lockFile.ts';
export { judgeTraffic } from './traffic/judgeTraffic.ts';
export { runNetwork } from './wire/runNetwork.ts';
export { wayTo } from './wire/wayTo.ts';
export { startJudgingProxy } from './traffic/judgingProxy.ts';
export type { JudgingProxy, JudgingProxyOptions } from './traffic/judgingProxy.ts';
export { ownTraffic } from './traffic/ownTraffic.ts';
export { readHar, UnreadableTraffic } from './traffic/readHar.ts';
export { readRecordTraffic } from './traffic/readRecordTraffic.ts';
export { matterTogether } from './traffic/overlapping.ts';
export { severalFiles } from './traffic/severalFiles.ts';
export type { TrafficExchange } from './traffic/trafficExchange.ts';
export { TrafficJudge } from './traffic/trafficJudge.ts';
export type { TrafficFinding } from './traffic/trafficJudge.ts';
export { trafficFindingText, trafficReportText, trafficVerdict } from './traffic/trafficReport.ts';
export type { TrafficVerdict } from './traffic/trafficReport.ts';
