import { expect, test } from 'vitest';
import { failureReason } from './failureReason.ts';

test('a generator that there is none of is named, with those that are tried', () => {
  const output = [
    "[pool-1-thread-1] Generation failed: (GeneratorNotFoundException) Can't load config class with name 'pyhton'. The class",
    "org.openapitools.codegen.GeneratorNotFoundException: Can't load config class with name 'pyhton'. The class",
    '\tat org.openapitools.codegen.CodegenConfigLoader.generatorNotFoundException(CodegenConfigLoader.java:193)',
  ].join('\n');
  const reason = failureReason(output, ['python', 'java']);
  expect(reason).toMatch(/^openapi-generator has no generator 'pyhton'\. .*python, java;/);
  expect(reason).not.toContain('\n');
});

test('of another error, what it says once, without threads and stacks', () => {
  const output = [
    '[main] INFO  o.o.codegen.cmd.GenerateBatch - Batch generation using up to 4 threads.',
    '[pool-1-thread-1] Could not write model: an error',
    'java.lang.RuntimeException: Could not write model: an error',
    '\tat org.openapitools.codegen.DefaultGenerator.errorAt(DefaultGenerator.java:1)',
    '\t... 12 more exceptions',
  ].join('\n');
  expect(failureReason(output, [])).toBe('Could not write model: an error');
  expect(failureReason('nothing of the kind\n', [])).toBe('nothing of the kind');
});
