export default { test: { include: ['everyCheck.ts'] } };
