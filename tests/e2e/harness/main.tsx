import '../../../src-renderer/app/styles/index.ts';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from '../../../src-renderer/app/app.tsx';
import type { FakeState } from '../../../src-renderer/backend/fake/fake-case.ts';
import { createFakeBackend, type FakeBackend } from '../../../src-renderer/backend/fake/fake-backend.ts';

declare global {
  interface Window {
    /** For tests: makes the made-up engine finish, fail or restart. */
    fake: FakeBackend;
  }
}

// The workbench over the in-memory backend; `?events=&state=&recent=` choose the scene.
z.config({ jitless: true });
const scene = new URLSearchParams(window.location.search);
window.fake = createFakeBackend({
  events: Number(scene.get('events') ?? 40_000),
  state: stateOf(scene.get('state')),
  hasRecentCases: scene.get('recent') !== 'no',
});
function stateOf(name: string | null): FakeState {
  return name === 'reading' || name === 'partial' ? name : 'done';
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App backend={window.fake} />);
