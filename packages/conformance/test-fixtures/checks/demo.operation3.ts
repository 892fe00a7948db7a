import { fakeCheck } from '../fakeChecks.ts';

fakeCheck({ id: 'demo.operation3.first.required', status: 'passed' });
fakeCheck({ id: 'demo.operation3.second.maxLength', status: 'failed' });
fakeCheck({ id: 'demo.operation3.third.enum', status: 'notRun', reason: 'a variable is not set' });
