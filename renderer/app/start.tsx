import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/icon-button.css';
import { openBridge } from '../lib/bridge.ts';
import { installTrustedTypes } from '../lib/trusted-types.ts';
import { Program } from './program.tsx';
import { StartFailed } from './start-failed.tsx';

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
