// As CameraX.kt: the packages beside it.
package androidx.camera.core.resolutionselector

import android.util.Size

class ResolutionStrategy(val size: Size, val fallback: Int) {
    companion object {
        const val FALLBACK_RULE_CLOSEST_HIGHER_THEN_LOWER = 2
    }
}

class ResolutionSelector private constructor() {
    class Builder {
        fun setResolutionStrategy(strategy: ResolutionStrategy) = this

        fun build() = ResolutionSelector()
    }
}
