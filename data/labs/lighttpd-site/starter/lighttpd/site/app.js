document.title += ' ✓';
