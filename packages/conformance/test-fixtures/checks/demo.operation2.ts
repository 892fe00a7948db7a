import { fakeCheck } from '../fakeChecks.ts';

fakeCheck({ id: 'demo.operation2.first.required', status: 'passed' });
fakeCheck({ id: 'demo.operation2.second.maxLength', status: 'failed' });
fakeCheck({ id: 'demo.operation2.third.enum', status: 'notRun', reason: 'a variable is not set' });
