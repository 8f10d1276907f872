import type { LucideProps } from 'lucide-solid'
import type { Component } from 'solid-js'

/** An icon of lucide: `import Pencil from 'lucide-solid/icons/pencil'`. 16 px unless told. */
export type Icon = Component<LucideProps>
