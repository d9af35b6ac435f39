/** In a browser no thread is started. */
export {};
