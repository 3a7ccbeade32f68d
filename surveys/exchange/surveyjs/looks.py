"""Properties of SurveyJS that say how its pages look or behave, and ask nothing."""

_WORDS = """
    addPanelText addRowText allowClear allowResize alternateRows answerPlaceholder
    autoAdvanceEnabled autoFocusError autoFocusFirstQuestion autoGrow autocomplete autoplay
    backgroundColor backgroundImage backgroundOpacity cameraMode cellErrorLocation
    cellHintLocation checkErrorsMode clearIfInvisible clearInvisibleValues colCount cols
    columnColCount columnLayout columnMinWidth completeText contentMode cookieName dataFormat
    descriptionLocation detailPanelMode detailPanelShowOnAdding displayMode
    displayRateDescriptionsAsExtremeItems editText errorLocation fitToContainer
    firstPageIsStarted firstPageIsStartPage focusFirstQuestionAutomatic focusOnFirstError
    goNextPageAutomatic gridLayoutColumns gridLayoutEnabled hasSelectAll header headerView
    height hideNumber hideIfRowsEmpty hideIfChoicesEmpty horizontalScroll id imageFit
    imageHeight imageWidth indent innerIndent itemSize itemTitleWidth keyDuplicationError
    labelCount labelFormat loadingHtml logo logoFit logoHeight logoPosition logoWidth
    maxOthersLength maxTextLength maxWidth minWidth mode navigationButtonsVisibility
    navigationMode navigationTitle needConfirmRemoveFile newPanelPosition otherPlaceholder
    otherPlaceHolder pageNextText pagePrevText panelAddText panelCount panelNextText
    panelPrevText panelRemoveButtonLocation panelRemoveText penColor placeHolder placeholder
    previewText progressBarInheritWidthFrom progressBarLocation progressBarShowPageNumbers
    progressBarShowPageTitles progressBarType questionDescriptionLocation questionErrorLocation
    questionStartIndex questionTitleLocation questionTitlePattern questionTitleWidth
    questionsOnPageMode rateColorMode rateDescriptionLocation rateDisplayMode rateType
    removeRowText renderAs renderMode requiredMark requiredText rowTitleWidth rows
    scaleColorMode searchEnabled searchMode selectAllText showBrandInfo showClearButton
    showColumnHeader showCompletedPage showCompletePage showHeader showLabel showLabels
    showNavigationButtons showNumber showPageNumbers showPageTitles showPlaceholder
    showPrevButton showPreview showPreviewBeforeComplete showProgressBar showQuestionNumbers
    showRangeInProgress showSelectAllItem showTOC showTitle signatureAutoScaleEnabled
    signatureHeight signatureWidth singlePage size sourceType startSurveyText startWithNewLine
    state storeDataAsText storeOthersAsComment swapOrder templateTitleLocation textUpdateMode
    textWrapEnabled theme themeVariables titleLocation tocLocation transposeData
    useDisplayValuesInDynamicTexts useDisplayValuesInTitle valueFalseLabel valueName
    verticalAlign waitForUpload width widthMode
"""
LOOKS = frozenset(_WORDS.split())
