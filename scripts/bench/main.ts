/*
 * pnpm bench SUBJECT
 *
 * Runs the benchmark of that name in this folder.
 */
const benchmarks = ['apis', 'cli', 'client', 'generate', 'mock', 'scale', 'soak'] as const;
const [name] = process.argv.slice(2);
if (name === 'apis') await import('./apis.ts');
else if (name === 'cli') await import('./cli.ts');
else if (name === 'client') await import('./client.ts');
else if (name === 'generate') await import('./generate.ts');
else if (name === 'mock') await import('./mock.ts');
else if (name === 'scale') await import('./scale.ts');
else if (name === 'soak') await import('./soak.ts');
else {
  console.error(`bench: '${name ?? ''}' is no benchmark; there are: ${benchmarks.join(', ')}`);
  process.exitCode = 2;
}
