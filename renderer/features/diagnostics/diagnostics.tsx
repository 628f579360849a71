import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { trpc } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { notify } from '../../ui/toast.tsx';
import './diagnostics.css';

/** What helps whoever mends the program: shown in full, and saved only then. */
export function Diagnostics() {
  const preview = useMutation(trpc.diagnostics.preview.mutationOptions({ onError: notify.failed }));
  const save = useMutation(
    trpc.diagnostics.save.mutationOptions({
      onSuccess: async ({ fileId, name }) => {
        const saved = await bridge().saveExport(fileId, name);
        if (!saved) return;
        notify.done(`存好了：${saved.savedAs}`);
        preview.reset();
      },
      onError: notify.failed,
    }),
  );
  const shown = preview.data;
  return (
    <>
      <Button loading={preview.isPending} onClick={() => preview.mutate()}>
        看看有什么
      </Button>
      {shown && (
        <Dialog open title="诊断信息" onClose={preview.reset} width={720}>
          <p className="dialog-text">存下来的就是下面这些，一字不多。铁粉簿不会自己发给任何人。</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys */}
          <section className="diagnostics-text" tabIndex={0} aria-label="诊断信息的内容">
            {shown.text}
          </section>
          <div className="dialog-foot">
            <Button onClick={preview.reset}>不存了</Button>
            <Button type="primary" autoFocus loading={save.isPending} onClick={() => save.mutate({ id: shown.id })}>
              存成文件
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
