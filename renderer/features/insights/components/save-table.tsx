import { Button } from 'antd';
import { client } from '../../../lib/api.ts';
import { bridge } from '../../../lib/bridge.ts';
import { ArrowDownIcon } from '../../../ui/icons.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';

export interface TableOfScreen {
  header: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

/** Saves what stands on the screen as a table (CSV), wherever she wants it. */
export function SaveTable({ name, table }: { name: string; table: () => TableOfScreen }) {
  const send = useSendOnce(true);
  const save = async () => {
    try {
      const { header, rows } = table();
      const file = await client.exports.table.mutate({ name, header: [...header], rows: rows.map((row) => row.map(String)) });
      const saved = await bridge().saveExport(file.fileId, file.name);
      if (saved) notify.done(`存好了：${saved.savedAs}`);
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <Button size="small" icon={<ArrowDownIcon />} onClick={() => void send(save)}>
      存成表格
    </Button>
  );
}
