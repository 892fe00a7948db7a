import { fakeCheck } from '../fakeChecks.ts';

fakeCheck({ id: 'demo.operation1.first.required', status: 'passed' });
fakeCheck({ id: 'demo.operation1.second.maxLength', status: 'failed' });
fakeCheck({ id: 'demo.operation1.third.enum', status: 'notRun', reason: 'a variable is not set' });
