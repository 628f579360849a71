import { useKeyMap } from '../lib/keys.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import './key-map.css';

/** `?`: every key that works just now. */
export function KeyMap({ open, onClose }: { open: boolean; onClose: () => void }) {
  const groups = useKeyMap();
  return (
    <Dialog open={open} title="快捷键" onClose={onClose} width={680}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: a scrolling region is scrolled by keyboard only when it can be focused */}
      <div className="key-map" role="group" aria-label="所有的键" tabIndex={0}>
        {groups.map((group) => (
          <section key={group.name}>
            <h3>{group.name}</h3>
            <dl>
              {group.entries.map((entry) => (
                <div key={entry.label}>
                  <dt>{entry.label}</dt>
                  <dd>
                    {(entry.keys.length > 2 ? [entry.keys[0] ?? '', entry.keys.at(-1) ?? ''] : entry.keys).map((keys, at) => (
                      <span key={keys}>
                        {at > 0 && <i>{entry.keys.length > 2 ? '到' : '或'}</i>}
                        <Kbd keys={keys} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
