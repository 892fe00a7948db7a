// A second test file for the same target: vitest runs both at the same time.
import './everyCheck.ts';
