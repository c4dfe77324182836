export const nameOf = (path: string): string => path.split('/').at(-1) ?? path

export const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')
