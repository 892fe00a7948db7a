/* Stands in the page that tries the mocks for what it never calls: the servers' HTTP, files, faults and Prism. */
export default undefined;
