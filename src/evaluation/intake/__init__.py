"""From a raw export to accepted rows and rejections."""
