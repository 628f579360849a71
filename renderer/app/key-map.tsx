import { useKeyMap } from '../lib/keys.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { withElsewhere } from './all-keys.ts';
import './key-map.css';

/** `?`: every key there is; first those that work just now, then those of the other pages. */
export function KeyMap({ open, onClose }: { open: boolean; onClose: () => void }) {
  const groups = withElsewhere(useKeyMap());
  return (
    <Dialog open={open} title="快捷键" onClose={onClose} width={680}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: a scrolling region is scrolled by keyboard only when it can be focused */}
      <div className="key-map" role="group" aria-label="所有的键" tabIndex={0}>
        <div className="key-map-columns">
          {groups.map((group) => (
            <section key={group.name}>
              <h3>
                {group.name}
                {group.now && <small>现在能用</small>}
              </h3>
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
      </div>
    </Dialog>
  );
}
