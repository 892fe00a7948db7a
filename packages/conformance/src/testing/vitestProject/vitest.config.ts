export default { test: { include: ['everyCheck.ts', 'again.ts'] } };
