import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { createWickrMock, type WickrMockOptions } from '@oidc-admin/wickr-mock';
import { onTestFinished } from 'vitest';

/** The providers of most tests are nowhere. */
const noDoctor = { OIDC_ADMIN_SKIP_DOCTOR: '1' };

/** A PVWA that runs until the test ends, and the environment in which commands reach it. */
export async function startPvwa() {
  const mock = createPvwaMock();
  const running = await mock.start();
  onTestFinished(() => running.stop());
  return { mock, environment: { ...mock.demo.environment, ...noDoctor, PVWA_URL: running.url } };
}

/** A Wickr server that runs until the test ends, and the environment in which commands reach it. */
export async function startWickr(options: WickrMockOptions = {}) {
  const mock = createWickrMock(options);
  const running = await mock.start();
  onTestFinished(() => running.stop());
  return {
    mock,
    environment: { ...mock.demo.environment, ...noDoctor, WICKR_ENDPOINT: running.url },
  };
}
