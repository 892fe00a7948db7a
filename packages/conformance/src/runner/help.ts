/** What `--help` prints. */
export const help = `Checks servers against the specifications in specs/, and names every clause they break.

  pnpm conformance [API…] [options]

Without a target it starts the embedded mocks, so it needs nothing. API is a folder of specs/; all where left out.

Targets
  --target URL            the server to check, with one API named; repeatable as --target API=URL
  (no level)              sends only what changes nothing, and log-on and log-off
  --allow-writes          writes, and puts back what it can; says beforehand what it cannot
  --disposable            the target is a sandbox that may be left changed
  --no-original-secret    with --allow-writes: a configuration is put back without its client secret
  --clean-up              first removes what earlier runs that were killed left on the target
  --timeout SECONDS       for one request, 10 where left out
  --requests-per-second N, --max-requests N

What is checked
  --only OPERATION          an operation or a resource; repeatable
  --replay CHECK          one check, by the id that a report gives
  --seed N                of everything that is random; named in every report
  --baseline FILE         expected failures, JSON or YAML: a list of {clause, reason}; an entry that is stale fails
  --accept-incomplete     exit 0 also where a missing credential left clauses out
  --shard I/N             one of N parts; its record goes to the report's directory, below parts/
  --merge DIRECTORY       makes one report of the parts in a directory
  --fault NAME            switches a fault of the embedded mocks on, to see it found; repeatable

Instead of a run
  --list                  every clause: id, binding, operation, level, rows of the facts
  --list-faults           the faults of the embedded mocks
  --dry-run               what would be sent; sends nothing to the target
  --compare A.json B.json what became of each clause in two reports

Output: progress on standard error, failures and a summary on standard output; report.json, junit.xml and index.html in
  --report-dir DIRECTORY  reports/conformance where left out

Credentials come from the environment: PVWA_USERNAME, PVWA_PASSWORD, and for a user who is no vault admin
PVWA_AUDITOR_USERNAME, PVWA_AUDITOR_PASSWORD; the usual AWS variables, WICKR_NETWORK_ID, WICKR_OTHER_NETWORK_ID and,
for --allow-writes, WICKR_ORIGINAL_SECRET and WICKR_OTHER_ORIGINAL_SECRET, the client secret of each network that is
configured. PVWA_SESSION_TIMEOUT_SECONDS says after how long a session ends (up to 60 it is waited for),
CONFORMANCE_ISSUER which issuer is sent.

Exit codes: 0 conformant at this level; 1 violations; 2 incomplete: a mistake in the arguments, the target does not
answer or refuses the credentials, nothing was selected, or a credential is missing for a clause of this level.
`;
