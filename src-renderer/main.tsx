import './app/styles/index.ts';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app/app.tsx';
import { createHttpBackend } from './backend/http-backend.ts';

// zod probes `new Function` once to speed itself up; the page's policy forbids it, and the probe would be reported.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root element.');
createRoot(root).render(<App backend={createHttpBackend(window.location.origin)} />);
