import { createRoot } from 'react-dom/client';
import './ui/tokens.css';
import './ui/base.css';
import { Program } from './app/program.tsx';
import { StartFailed } from './app/start-failed.tsx';
import { openBridge } from './lib/bridge.ts';
import { installTrustedTypes } from './lib/trusted-types.ts';

async function start(): Promise<void> {
  installTrustedTypes();
  const root = createRoot(document.getElementById('root') as HTMLElement);
  try {
    await openBridge();
    root.render(<Program />);
  } catch (error) {
    root.render(<StartFailed error={error} />);
  }
}

void start();
