export { ExportAll } from './export-all.tsx';
