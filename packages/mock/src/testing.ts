export { agreement } from './agreement.ts';
export type { Agreement, Compared, Exception, PlainRequest } from './agreement.ts';
