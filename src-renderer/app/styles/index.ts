// In this order: each may override those before it, and panels override them all.
import '@mantine/core/styles.css';
import './tokens.css';
import './mantine.css';
import './base.css';
import './controls.css';
import './blocks.css';
