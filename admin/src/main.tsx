import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Placeholder } from './Placeholder.tsx';
import './placeholder.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the admin.');
createRoot(root).render(
  <StrictMode>
    <Placeholder languages={navigator.languages} />
  </StrictMode>,
);
