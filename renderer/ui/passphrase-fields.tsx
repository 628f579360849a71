import { Form, Input } from 'antd';

interface PassphraseFieldsProps {
  label: string;
  /** signs at least */
  min: number;
  extra?: string;
  autoFocus: boolean;
}

/** A new passphrase, typed twice; the fields `passphrase` and `again` of the form around. */
export function PassphraseFields({ label, min, extra, autoFocus }: PassphraseFieldsProps) {
  return (
    <>
      <Form.Item name="passphrase" label={label} extra={extra} rules={[{ required: true, min, message: `至少 ${min} 个字` }]}>
        <Input.Password autoFocus={autoFocus} autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输一遍"
        dependencies={['passphrase']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value: string | undefined) =>
              value === getFieldValue('passphrase') ? Promise.resolve() : Promise.reject(new Error('两遍不一样')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
    </>
  );
}
