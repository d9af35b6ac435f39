document.title += ' ☕';
