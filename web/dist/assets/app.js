/* firn web; Apache-2.0. Contains preact 11.2.0 (MIT), @preact/signals 2.11.4 (MIT), @preact/signals-core 1.14.5 (MIT), htm 3.1.1 (Apache-2.0).
MIT parts: Copyright (c) 2015-present Jason Miller; (c) 2022-present Preact Team. */
var g,no,$t,V,bt,We,ro,Re,ao,xt,yt,Tn,Se=Symbol.for("pv"),Ve={},Ge=[],Mn=/^m(i|n|o|s|text|space)$/,wt=Array.isArray,kt=Ge.slice,oe=Object.assign;function te(e){e&&e.parentNode&&e.remove()}function Ce(e,t,o){var n,i,r,a={},s=arguments.length;for(r in t)r=="key"?n=t[r]:r=="ref"&&typeof e!="function"?i=t[r]:a[r]=t[r];return s>2&&(a.children=s>3?kt.call(arguments,2):o),ke(e,a,n,i,null)}function ke(e,t,o,n,i){var r={type:e,props:t,key:o,ref:n,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Se,__v:i||++no,__i:-1,__u:0};return!i&&g.vnode&&g.vnode(r),r}function re(e){return e.children}function ne(e,t){this.props=e,this.context=t,this.__g=0}function G(e,t){if(t==null)return e.__&&G(e.__,e.__i+1);for(var o;t<e.__k.length;t++)if((o=e.__k[t])&&o.__e)return o.__e;return typeof e.type!="function"||e.props.__P?null:G(e)}function En(e){var t,o=e.__v,n=o.__e,i=[],r=[],a=e.__P;a&&((t=oe({constructor:Se},o)).__v=o.__v+1,g.vnode&&g.vnode(t),St(a,t,o,e.__n,a.namespaceURI,32&o.__u?[n]:null,i,n||G(o),32&o.__u,r),t.__v=o.__v,t.__.__k[t.__i]=t,fo(i,t,r),o.__=o.__e=null,t.__e!=n&&io(t))}function io(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),io(e)}function to(e){(8&e.__g||(e.__g|=8,V.push(e),We++))&&bt==g.debounceRendering||((bt=g.debounceRendering)||queueMicrotask)(so)}function so(){try{for(var e,t=1;V.length;)V.length>t&&V.sort(ro),e=V.shift(),t=V.length,8&e.__g&&En(e)}finally{(We=V.length)&&(bt||queueMicrotask)(so)}}function lo(e,t,o,n,i,r,a,s,f,d,u){var h,p,l,m,k,v,x=n.__k||Ge,_=t.length;for(f=Pn(o,t,x,f,_),h=0;h<_;h++)(l=o.__k[h])!=null&&(p=~l.__i&&x[l.__i]||Ve,l.__i=h,v=St(e,l,p,i,r,a,s,f,d,u),m=l.__e,(p.ref!=l.ref||8&p.__u)&&(p.ref&&Ct(p.ref,null,l,p),l.ref&&u.push(l.ref,l.__c||m,l)),k=k||m,4&l.__u?(f=co(l,f,e,!p.__v),p.__e&&(p.__e=null)):typeof l.type=="function"&&v!==void 0?f=v:m&&(f=m.nextSibling),l.__u&=-21);return o.__e=k,f}function Pn(e,t,o,n,i){var r,a,s,f,d,u,h,p,l,m=o.length,k=m,v=0,x=0,_=e.__k=Array(i);for(r=0;r<i;r++)(a=t[r])!=null&&typeof a!="boolean"&&typeof a!="function"?(typeof a!="object"||a.constructor===String?a=_[r]=ke(null,a):wt(a)?a=_[r]=ke(re,{children:a}):a.constructor===Se&&a.__b?a=_[r]=ke(a.type,a.props,a.key,a.ref,a.__v):_[r]=a,f=r+v,a.__=e,a.__b=e.__b+1,s=null,~(d=a.__i=zn(a,o,f,k))&&(k--,(s=o[d])&&(s.__u|=2)),s&&s.__v?(a.__u|=16,d==f-1?v--:d==f+1?v++:d!=f&&(d>f?v--:v++,x=1)):(~d||(i>m?v--:i<m&&v++),typeof a.type!="function"&&(a.__u|=4))):_[r]=null;if(x){for(u=[],h=[],r=0;r<i;r++)if((a=_[r])&&16&a.__u){for(v=0,p=u.length;v<p;)u[l=v+p>>1]<a.__i?v=l+1:p=l;u[v]=a.__i,h[r]=v+1}for(v=u.length;r--;)h[r]&&(h[r]==v?v--:_[r].__u|=4)}if(k)for(r=0;r<m;r++)!(s=o[r])||2&s.__u||(s.__e==n&&(n=G(s)),Tt(s,s));return n}function co(e,t,o,n){var i,r,a,s;if(typeof e.type=="function"){if(e.props.__P)return t;if(i=e.__k)for(r=0;r<i.length;r++)i[r]&&(i[r].__=e,t=co(i[r],t,o,!1));return t}for(t&&!t.parentNode&&(t=G(e))&&!t.parentNode&&(t=null),a=e.__e,s=t;s&&s.nodeType==8;)s=s.nextSibling;for(a!=s&&(!n&&o.moveBefore&&a.parentNode?o.moveBefore(a,t):o.insertBefore(a,t||null)),t=a;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function zn(e,t,o,n){var i,r=e.key,a=e.type,s=t[o],f=s&&!(2&s.__u);if(s===null&&r==null||f&&r==s.key&&a==s.type)return o;if(n>(f?1:0)){for(i=o-1;i>=0;i--)if((s=t[i])&&!(2&s.__u)&&r==s.key&&a==s.type)return i;for(i=o+1;i<t.length;i++)if((s=t[i])&&!(2&s.__u)&&r==s.key&&a==s.type)return i}return-1}function oo(e,t,o){o==null&&(o=""),t[0]=="-"?e.setProperty(t,o):e[t]=o}function Ie(e,t,o,n,i){var r,a;if(t=="style")if(typeof o=="string")e.style.cssText=o;else{if(typeof n=="string"&&(e.style.cssText=n=""),n)for(t in n)o&&t in o||oo(e.style,t);if(o)for(t in o)n&&o[t]==n[t]||oo(e.style,t,o[t])}else if(t[0]=="o"&&t[1]=="n")typeof o!="function"&&(o=null),typeof n!="function"&&(n=null),(e.__e||(e.__e={}))[t]=o,o&&n||(a=yt[t]||(yt[t]=Dn(t)),(e.__a||(e.__a={}))[t]=xt,r=t!=(t=t.replace(ao,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),o?e.addEventListener(t,a,r):e.removeEventListener(t,a,r));else{if(i=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=o??"")}catch{}if(typeof o=="function")return;o==null||o===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&o==1?"":o)}}function Dn(e){return function(t){var o=this.__e;if(o){if(o=o[e],t[Re]==null)t[Re]=xt++;else if(t[Re]<this.__a[e])return;return o(g.event?g.event(t):t)}}}function St(e,t,o,n,i,r,a,s,f,d){var u,h,p,l,m,k,v,x,_,M,w,gt,Yt,He,Y,eo,W,ee,H=t.type;if(t.constructor!==Se)return null;128&o.__u&&(f=32&o.__u,u=o.__c.__z)&&(t.__u|=f,h=r=[],u.nodeType==8?s=qe(u,r):r.push(u),s=r[0]||s),(u=g.__b)&&u(t);e:if(typeof H=="function"){p=a.length;try{if(x=t.props,_=(u=H.prototype)&&u.render,M=(u=H.contextType)&&n[u.__c],w=u?M?M.props.value:u.__:n,(l=o.__c)?(t.__c=l,2&l.__g&&(l.__g|=1)):(_?t.__c=l=new H(x,w):(t.__c=l=new ne(x,w),l.constructor=H,l.render=On),M&&M.sub(l),l.state||(l.state={}),l.__n=n,l.__g|=8,l.__h=[],l.__k=[]),_&&(l.__s||(l.__s=l.state),H.getDerivedStateFromProps&&(l.__s==l.state&&(l.__s=oe({},l.__s)),oe(l.__s,H.getDerivedStateFromProps(x,l.__s)))),m=l.props,k=l.state,l.__v=t,o.__c){if(x!==m&&_&&!H.getDerivedStateFromProps&&l.componentWillReceiveProps&&l.componentWillReceiveProps(x,w),t.__v==o.__v&&!(8&l.__g)||!(4&l.__g)&&l.shouldComponentUpdate&&l.shouldComponentUpdate(x,l.__s,w)===!1){t.__v!=o.__v&&(l.props=x,l.state=l.__s,l.__g&=-9),t.__e=o.__e,t.__k=o.__k,t.__k.some(function(B){B&&(B.__=t)}),Ge.push.apply(l.__h,l.__k),l.__k=[],l.__h.length&&a.push(l),s=G(o);break e}l.componentWillUpdate&&l.componentWillUpdate(x,l.__s,w),_&&l.componentDidUpdate&&l.__h.push(function(){l.componentDidUpdate(m,k,v)})}else _&&!H.getDerivedStateFromProps&&l.componentWillMount&&l.componentWillMount(),_&&l.componentDidMount&&l.__h.push(l.componentDidMount);l.context=w,l.props=x,l.__P=e,l.__g&=-5,gt=g.__r,Yt=_?25:0;do l.__g&=-9,gt&&gt(t),u=l.render(l.props,l.state=l.__s,l.context);while(8&l.__g&&++Yt<25);_&&(Ge.push.apply(l.__h,l.__k),l.__k=[]),l.state=l.__s,l.getChildContext&&(n=oe({},n,l.getChildContext())),_&&o.__c&&l.getSnapshotBeforeUpdate&&(v=l.getSnapshotBeforeUpdate(m,k)),He=u&&u.type===re&&u.key==null?u.props.children:u,x.__P&&(u=s,i=(e=x.__P).namespaceURI,f=r=null,o.props&&o.props.__P!=e&&(o.__k.some(function(B){B&&Tt(B,B)}),o.__k=null),s=o.__k?G(o,0):null),s=lo(e,wt(He)?He:[He],t,o,n,i,r,a,s,f,d),x.__P&&(t.__e=null,s=u),t.__u&=-161,h&&h.some(te),l.__h.length&&a.push(l),1&l.__g&&(l.__g&=-4)}catch(B){if(a.length=p,t.__v=null,f||r)if(B&&B.then){if(t.__u|=128|f,r){for(~(W=r.indexOf(s||void 0))||(W=r.length);(ee=r[W-1])&&ee.nodeType==8;)W--;for(;W<r.length;W++)if(ee=r[W])if(r[W]=null,Y){if(ee==eo)break}else{if(ee.nodeType!=8)break;ee.data.startsWith("$s")&&(eo=qe(Y=ee))}}if(!Y){for(;s&&s.nodeType==8&&s.nextSibling;)s=s.nextSibling;Y=s}(u=qe(Y=t.__c.__z||(t.__c.__z=Y)))?(t.__e=Y,s=u):t.__e=s,s=s&&s.nextSibling}else r&&r.some(te);else t.__e=o.__e;t.__k||(t.__k=o.__k||[]),B&&B.then||uo(t),g.__e(B,t,o)}}else s=t.__e=Nn(o.__e,t,o,n,i,r,a,f,d,e);return(u=g.diffed)&&u(t),s}function qe(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var o=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))o++;else if(e.data.startsWith("/$s")&&!--o)return e}t&&t.push(e)}}function uo(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(uo))}function fo(e,t,o){for(var n=0;n<o.length;)Ct(o[n++],o[n++],o[n++]);g.__c&&g.__c(t,e),e.some(function(i){try{e=i.__h,i.__h=[],e.some(function(r){r.call(i)})}catch(r){g.__e(r,i.__v)}})}function Nn(e,t,o,n,i,r,a,s,f,d){var u,h,p,l,m,k,v,x,_=o.props||Ve,M=t.props,w=t.type;if(w=="svg"?i="http://www.w3.org/2000/svg":w=="math"?i="http://www.w3.org/1998/Math/MathML":i||(i="http://www.w3.org/1999/xhtml"),r){for(u=0;u<r.length;u++)if((m=r[u])&&(w?m.localName==w:m.nodeType==3)){e=m,r[u]=null;break}}if(!e){if(x=d.ownerDocument||document,!w)return x.createTextNode(M);e=x.createElementNS(i,w,M.is?M:d),s&&(g.__m&&g.__m(t,r),s=!1),r=null}if(w){if(d=w=="template"&&e.content||e,r=w=="textarea"&&M.defaultValue!=null?null:r&&kt.call(d.childNodes),!s&&r)for(_={},u=0;u<e.attributes.length;u++)_[(m=e.attributes[u]).name]=m.value;for(u in _)m=_[u],u=="dangerouslySetInnerHTML"?p=m:u=="children"||u in M||u=="value"&&"defaultValue"in M||u=="checked"&&"defaultChecked"in M||Ie(e,u,null,m,i);for(u in M)m=M[u],u=="children"?l=m:u=="dangerouslySetInnerHTML"?h=m:u=="value"?k=m:u=="checked"?v=m:s&&typeof m!="function"||_[u]===m||Ie(e,u,m,_[u],i);h?(s||p&&(h.__html==p.__html||h.__html==e.innerHTML)||(e.innerHTML=h.__html),t.__k=[]):(p&&(e.textContent=""),(w=="foreignObject"||i=="http://www.w3.org/1998/Math/MathML"&&Mn.test(w))&&(i="http://www.w3.org/1999/xhtml"),lo(d,wt(l)?l:[l],t,o,n,i,r,a,r?r[0]:o.__k&&G(o,0),s,f),r&&r.some(te)),s&&w!="textarea"||(u="value",w=="progress"&&k==null?e.removeAttribute(u):k==null||k===e[u]&&(w!="progress"||k)||Ie(e,u,k,_[u],i),u="checked",v!=null&&v!=e[u]&&Ie(e,u,v,_[u],i))}else _===M||s&&e.data==M||(e.data=M);return e}function Ct(e,t,o,n){try{typeof e=="function"?t?t.__x=e(t)||1:n&&(n=n.__c||n.__e)&&(t=n.__x)&&(n.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(i){g.__e(i,o)}}function Tt(e,t,o){var n,i,r,a;if(g.unmount&&g.unmount(e),!(n=e.ref)||n.current&&n.current!=e.__e||Ct(n,null,t,e),n=e.__c){if(n.componentWillUnmount)try{n.componentWillUnmount()}catch(s){g.__e(s,t)}n.__P=n.__n=null}if(n=e.__k)for(a=0;a<n.length;a++)n[a]&&Tt(n[a],t,typeof e.type!="function"||o&&!e.props.__P);!o&&(n=e.__c)&&(n=n.__z)&&(i=qe(n,r=[]))&&(n==e.__e&&r.some(te),te(i),te(n)),o||te(e.__e),e.__e=e.__c=e.__=null}function On(e,t,o){return this.constructor(e,o)}function Mt(e,t){var o,n,i,r;g.__&&g.__(e,t),t.nodeType==9&&(t=t.documentElement),n=(o=e&&32&e.__u)?null:t.__k,t.__k=ke(re,{children:[e]}),i=[],r=[],St(t,t.__k,n||Ve,Ve,t.namespaceURI,n?null:t.firstChild?kt.call(t.childNodes):null,i,n?n.__e:t.firstChild,o,r),fo(i,t.__k,r),t.__k.props.children=null}g={__e:function(e,t,o,n){for(var i,r,a;t=t.__;)if((i=t.__c)&&!(1&i.__g)){i.__g|=4;try{if((a=(r=i.constructor)&&r.getDerivedStateFromError)&&i.setState(r.getDerivedStateFromError(e)),i.componentDidCatch&&(i.componentDidCatch(e,n||{}),a=1),a&&8&i.__g)return void(i.__g|=2)}catch(s){e=s}}throw We=0,e}},no=0,$t=function(e){return e!=null&&e.constructor===Se},ne.prototype.setState=function(e,t){var o=this.__s;o&&o!=this.state||(o=this.__s=oe({},this.state)),typeof e=="function"&&(e=e(oe({},o),this.props)),e&&(oe(o,e),this.__v&&(t&&this.__k.push(t),to(this)))},ne.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),to(this))},ne.prototype.render=re,V=[],We=0,ro=function(e,t){return e.__v.__b-t.__v.__b},Re=Symbol(),ao=/(PointerCapture)$|Capture$/i,xt=0,yt={},Tn=0;var Me,C,Et,po,Pt=Object.is,Je=0,xo=[],zt=[],S=g,mo=S.__b,ho=S.__r,_o=S.diffed,vo=S.__c,go=S.unmount,bo=S.__;function Nt(e,t){S.__h&&S.__h(C,e,Je||t),Je=0;var o=C.__H||(C.__H={__:[],__h:[]});return e>=o.__.length&&o.__.push({}),o.__[e]}function A(e){return Je=1,Bn(ko,e)}function Bn(e,t,o){var n=Nt(Me++,2);if(n.t=e,!n.__c&&(n.__=[o?o(t):ko(void 0,t),function(r){var a=(n.__N||n.__)[0],s=n.t(a,r);Pt(a,s)||(n.__N=[s,n.__[1]],n.__c.setState({}))}],n.__c=C,!C.__f)){C.__f=!0;var i=C.shouldComponentUpdate;C.shouldComponentUpdate=function(r,a,s){var f=this.__H;if(!f)return!0;var d=!1,u=this.props!=r;if(f.__.some(function(p){p.__N&&(d=!0,Pt(p.__[0],p.__N[0])||(u=!0))}),i){var h=i.call(this,r,a,s);return d?h||u:h}return!d||u}}return n.__}function ae(e,t){var o=Nt(Me++,3);!S.__s&&wo(o.__H,t)&&(o.__P=!0,o.__=e,o.u=t,C.__H.__h.push(o))}function de(e){return Je=5,Ke(function(){return{current:e}},[])}function Ke(e,t){var o=Nt(Me++,7);return wo(o.__H,t)&&(o.__=e(),o.__H=t),o.__}function Ln(){var e;do{for(;e=zt.shift();)try{Te(e)}catch(o){S.__e(o,{__:(e=e.__P)&&e.__v})}for(;e=xo.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(Te),t.__h.some(Dt),t.__h=[]}catch(o){t.__h=[],S.__e(o,e.__v)}}}while(zt.length)}S.__b=function(e){C=null,mo&&mo(e)},S.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),bo&&bo(e,t)},S.__r=function(e){ho&&ho(e),Me=0;var t=(C=e.__c).__H;t&&(Et==C?C.__h=[]:(t.__h.some(Te),t.__h.some(Dt),Me=0),t.__h=[],t.__.some(function(o){o.__N&&(o.__=o.__N),o.u=o.__N=void 0})),Et=C},S.diffed=function(e){_o&&_o(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&$o(xo.push(t)),t.__H.__.some(function(o){o.u&&(o.__H=o.u)})),Et=C=null},S.__c=function(e,t){t.some(function(o){try{o.__h.some(Te),o.__h=o.__h.filter(function(n){return!n.__||Dt(n)})}catch(n){o.__h=[function(){throw n}]}}),vo&&vo(e,t)},S.unmount=function(e){go&&go(e);var t,o,n=e.__c;n&&n.__H&&(n.__H.__.some(function(i){try{if(i.__P&&i.__c){if(o===void 0){for(o=e.__;o&&(!o.__c||!o.__c.__P);)o=o.__;o=o&&o.__c}i.__P=o,$o(zt.push(i))}else Te(i)}catch(r){t=r}}),n.__H=void 0,t&&S.__e(t,n.__v))};var yo=typeof requestAnimationFrame=="function";function Un(e){var t,o=function(){clearTimeout(n),yo&&cancelAnimationFrame(t),setTimeout(e)},n=setTimeout(o,35);yo&&(t=requestAnimationFrame(o))}function $o(e){e!=1&&po==S.requestAnimationFrame||((po=S.requestAnimationFrame)||Un)(Ln)}function Te(e){var t=C,o=e.__c;typeof o=="function"&&(e.__c=void 0,o()),C=t}function Dt(e){var t=C;e.__c=e.__(),C=t}function wo(e,t){return!e||e.length!=t.length||t.some(function(o,n){return!Pt(o,e[n])})}function ko(e,t){return typeof t=="function"?t(e):t}var Fn=Symbol.for("preact-signals");function Ye(){if(I>1)I--;else{var e,t=!1;for((function(){var i=Xe;for(Xe=void 0;i!==void 0;){var r=i.S;if(r.v===i.v)for(var a=r.t;a!==void 0;a=a.x)a.i===i.i&&(a.i=r.i);i=i.o}})();Pe!==void 0;){var o=Pe;for(Pe=void 0,Ze++;o!==void 0;){var n=o.u;if(o.u=void 0,o.f&=-3,!(8&o.f)&&Co(o))try{o.c()}catch(i){t||(e=i,t=!0)}o=n}}if(Ze=0,I--,t)throw e}}function pe(e){if(I>0)return e();Ot=++An,I++;try{return e()}finally{Ye()}}var Ee,$=void 0;function ze(e){var t=$,o=Ee;$=void 0,Ee=void 0;try{return e()}finally{$=t,Ee=o}}var Pe=void 0,I=0,Ze=0,An=0,Ot=0,Xe=void 0,Qe=0;function So(e){if($!==void 0){var t=e.n;if(t===void 0||t.t!==$)return t={i:0,S:e,p:$.s,n:void 0,t:$,e:void 0,x:void 0,r:t},$.s!==void 0&&($.s.n=t),$.s=t,e.n=t,32&$.f&&e.S(t),t;if(t.i===-1)return t.i=0,t.n!==void 0&&(t.n.p=t.p,t.p!==void 0&&(t.p.n=t.n),t.p=$.s,t.n=void 0,$.s.n=t,$.s=t),t}}function T(e,t){this.v=e,this.i=0,this.n=void 0,this.t=void 0,this.l=0,this.W=t?.watched,this.Z=t?.unwatched,this.name=t?.name}T.prototype.brand=Fn;T.prototype.h=function(){return!0};T.prototype.S=function(e){var t=this,o=this.t;o!==e&&e.e===void 0&&(e.x=o,this.t=e,o!==void 0?o.e=e:ze(function(){var n;(n=t.W)==null||n.call(t)}))};T.prototype.U=function(e){var t=this;if(this.t!==void 0){var o=e.e,n=e.x;o!==void 0&&(o.x=n,e.e=void 0),n!==void 0&&(n.e=o,e.x=void 0),e===this.t&&(this.t=n,n===void 0&&ze(function(){var i;(i=t.Z)==null||i.call(t)}))}};T.prototype.subscribe=function(e){var t=this;return j(function(){var o=t.value;ze(function(){return e(o)})},{name:"sub"})};T.prototype.valueOf=function(){return this.value};T.prototype.toString=function(){return this.value+""};T.prototype.toJSON=function(){return this.value};T.prototype.peek=function(){var e=this;return ze(function(){return e.value})};Object.defineProperty(T.prototype,"value",{get:function(){var e=So(this);return e!==void 0&&(e.i=this.i),this.v},set:function(e){if(e!==this.v){if(Ze>100)throw new Error("Cycle detected");(function(o){I!==0&&Ze===0&&o.l!==Ot&&(o.l=Ot,Xe={S:o,v:o.v,i:o.i,o:Xe})})(this),this.v=e,this.i++,Qe++,I++;try{for(var t=this.t;t!==void 0;t=t.x)t.t.N()}finally{Ye()}}}});function y(e,t){return new T(e,t)}function Co(e){for(var t=e.s;t!==void 0;t=t.n)if(t.S.i!==t.i||!t.S.h()||t.S.i!==t.i)return!0;return!1}function To(e){for(var t=e.s;t!==void 0;t=t.n){var o=t.S.n;if(o!==void 0&&(t.r=o),t.S.n=t,t.i=-1,t.n===void 0){e.s=t;break}}}function Mo(e){for(var t=e.s,o=void 0;t!==void 0;){var n=t.p;t.i===-1?(t.S.U(t),n!==void 0&&(n.n=t.n),t.n!==void 0&&(t.n.p=n)):o=t,t.S.n=t.r,t.r!==void 0&&(t.r=void 0),t=n}e.s=o}function ie(e,t){T.call(this,void 0,t),this.x=e,this.s=void 0,this.g=Qe-1,this.f=4}ie.prototype=new T;ie.prototype.h=function(){if(this.f&=-3,1&this.f)return!1;if((36&this.f)==32||(this.f&=-5,this.g===Qe))return!0;if(this.g=Qe,this.f|=1,this.i>0&&!Co(this))return this.f&=-2,!0;var e=$;try{To(this),$=this;var t=this.x();(16&this.f||this.v!==t||this.i===0)&&(this.v=t,this.f&=-17,this.i++)}catch(o){this.v=o,this.f|=16,this.i++}return $=e,Mo(this),this.f&=-2,!0};ie.prototype.S=function(e){if(this.t===void 0){this.f|=36;for(var t=this.s;t!==void 0;t=t.n)t.S.S(t)}T.prototype.S.call(this,e)};ie.prototype.U=function(e){if(this.t!==void 0&&(T.prototype.U.call(this,e),this.t===void 0)){this.f&=-33;for(var t=this.s;t!==void 0;t=t.n)t.S.U(t)}};ie.prototype.N=function(){if(!(2&this.f)){this.f|=6;for(var e=this.t;e!==void 0;e=e.x)e.t.N()}};Object.defineProperty(ie.prototype,"value",{get:function(){if(1&this.f)throw new Error("Cycle detected");var e=So(this);if(this.h(),e!==void 0&&(e.i=this.i),16&this.f)throw this.v;return this.v}});function L(e,t){return new ie(e,t)}function Eo(e){var t=e.j;if(e.j=void 0,typeof t=="function"){I++;var o=$;$=void 0;try{t()}catch(n){throw e.f&=-2,e.f|=8,Bt(e),n}finally{$=o,Ye()}}}function Bt(e){for(var t=e.s;t!==void 0;t=t.n)t.S.U(t);e.x=void 0,e.s=void 0,Eo(e)}function jn(e){if($!==this)throw new Error("Out-of-order effect");Mo(this),$=e,this.f&=-2;try{8&this.f&&Bt(this)}finally{Ye()}}function me(e,t){this.x=e,this.j=void 0,this.s=void 0,this.u=void 0,this.f=32,this.name=t?.name,Ee&&Ee.push(this)}me.prototype.c=function(){var e=this.S();try{if(8&this.f||this.x===void 0)return;var t=this.x();typeof t=="function"&&(this.j=t)}finally{e()}};me.prototype.S=function(){if(1&this.f)throw new Error("Cycle detected");this.f|=1,this.f&=-9,Eo(this),To(this),I++;var e=$;return $=this,jn.bind(this,e)};me.prototype.N=function(){2&this.f||(this.f|=2,this.u=Pe,Pe=this)};me.prototype.d=function(){this.f|=8,1&this.f||Bt(this)};me.prototype.dispose=function(){this.d()};function j(e,t){var o=new me(e,t);try{o.c()}catch(i){throw o.d(),i}var n=o.d.bind(o);return n[Symbol.dispose]=n,n}var Po,tt,et,Hn=typeof window<"u"&&!!window.__PREACT_SIGNALS_DEVTOOLS__;var zo=[];j(function(){Po=this.N})();function he(e,t){g[e]=t.bind(null,g[e]||function(){})}function De(e){if(et){var t=et;et=void 0,t()}et=e&&e.S()}function Do(e){var t=this,o=e.data,n=Rn(o);n.name="ReactiveDom",n.value=o;var i=Ke(function(){for(var s=t,f=t.__v;f=f.__;)if(f.__c){f.__c.__$f|=4;break}var d=L(function(){var l=n.value.value;return l===0?0:l===!0?"":l||""}),u=L(function(){return!Array.isArray(d.value)&&!$t(d.value)}),h=j(function(){if(this.N=No,u.value){var l=d.value;s.__v&&s.__v.__e&&s.__v.__e.nodeType===3&&(s.__v.__e.data=l)}}),p=t.__$u.d;return t.__$u.d=function(){h(),p.call(this)},[u,d]},[]),r=i[0],a=i[1];return r.value?a.peek():a.value}Do.displayName="ReactiveTextNode";Object.defineProperties(T.prototype,{constructor:{configurable:!0,value:Ce(re,null).constructor},type:{configurable:!0,value:Do},props:{configurable:!0,get:function(){var e=this;return{data:{get value(){return e.value}}}}},__b:{configurable:!0,value:1}});he("__b",function(e,t){if(De(),tt=void 0,typeof t.type=="string"){var o,n=t.props;for(var i in n)if(i!=="children"){var r=n[i];r instanceof T&&(o||(t.__np=o={}),o[i]=r,n[i]=r.peek())}}e(t)});he("__r",function(e,t){if(e(t),t.type!==re){De();var o,n=t.__c;n&&(n.__$f&=-2,(o=n.__$u)===void 0&&(n.__$u=o=(function(i,r){var a;return j(function(){a=this},{name:r}),a.c=i,a})((function(i){return function(){var r;Hn&&((r=this.y)==null||r.call(this)),i.__$f|=1,i.setState({})}})(n),typeof t.type=="function"?t.type.displayName||t.type.name:""))),tt=n,De(o)}});he("__e",function(e,t,o,n){De(),tt=void 0,e(t,o,n)});he("diffed",function(e,t){De(),tt=void 0;var o;if(typeof t.type=="string"&&(o=t.__e)){var n=t.__np,i=t.props,r=o.U;if(r)for(var a in r){var s=r[a];s===void 0||n&&a in n||(s.d(),r[a]=void 0)}if(n){r||(r={},o.U=r);for(var f in n){var d=r[f],u=n[f];d===void 0?(d=In(o,f,u,i),r[f]=d):d.o(u,i)}}}e(t)});function In(e,t,o,n){var i=t in e&&e.ownerSVGElement===void 0,r=y(o);return{o:function(a,s){r.value=a,n=s},d:j(function(){this.N=No;var a=r.value.value;n[t]!==a&&(n[t]=a,i?e[t]=a:a!=null&&(a!==!1||t[4]==="-")?e.setAttribute(t,a):e.removeAttribute(t))})}}he("unmount",function(e,t){if(typeof t.type=="string"){var o=t.__e;if(o){var n=o.U;if(n){o.U=void 0;for(var i in n){var r=n[i];r&&r.d()}}}var a=t.__np;if(a){var s=t.props;for(var f in a)s[f]=a[f]}t.__np=void 0}else{var d=t.__c;if(d){d.__$f|=8;var u=d.__$u;u&&(d.__$u=void 0,u.d())}}e(t)});he("__h",function(e,t,o,n){n<3&&(t.__$f|=2),e(t,o,n)});ne.prototype.shouldComponentUpdate=function(e,t){if(this.__R)return!0;var o=this.__$u,n=o&&o.s!==void 0;for(var i in t)return!0;if(this.__f||typeof this.u=="boolean"&&this.u===!0){var r=2&this.__$f;if(!(n||r||4&this.__$f)||1&this.__$f)return!0}else if(!(n||4&this.__$f)||3&this.__$f)return!0;for(var a in e)if(a!=="__source"&&e[a]!==this.props[a])return!0;for(var s in this.props)if(!(s in e))return!0;return!1};function Rn(e,t){return Ke(function(){return y(e,t)},[])}var qn=function(e){queueMicrotask(function(){queueMicrotask(e)})};function Wn(){pe(function(){for(var e;e=zo.shift();)Po.call(e)})}function No(){zo.push(this)===1&&(g.requestAnimationFrame||qn)(Wn)}var Bo=function(e,t,o,n){var i;t[0]=0;for(var r=1;r<t.length;r++){var a=t[r++],s=t[r]?(t[0]|=a?1:2,o[t[r++]]):t[++r];a===3?n[0]=s:a===4?n[1]=Object.assign(n[1]||{},s):a===5?(n[1]=n[1]||{})[t[++r]]=s:a===6?n[1][t[++r]]+=s+"":a?(i=e.apply(s,Bo(e,s,o,["",null])),n.push(i),s[0]?t[0]|=2:(t[r-2]=0,t[r]=i)):n.push(s)}return n},Oo=new Map;function Lo(e){var t=Oo.get(this);return t||(t=new Map,Oo.set(this,t)),(t=Bo(this,t.get(e)||(t.set(e,t=(function(o){for(var n,i,r=1,a="",s="",f=[0],d=function(p){r===1&&(p||(a=a.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?f.push(0,p,a):r===3&&(p||a)?(f.push(3,p,a),r=2):r===2&&a==="..."&&p?f.push(4,p,0):r===2&&a&&!p?f.push(5,0,!0,a):r>=5&&((a||!p&&r===5)&&(f.push(r,0,a,i),r=6),p&&(f.push(r,p,0,i),r=6)),a=""},u=0;u<o.length;u++){u&&(r===1&&d(),d(u));for(var h=0;h<o[u].length;h++)n=o[u][h],r===1?n==="<"?(d(),f=[f],r=3):a+=n:r===4?a==="--"&&n===">"?(r=1,a=""):a=n+a[0]:s?n===s?s="":a+=n:n==='"'||n==="'"?s=n:n===">"?(d(),r=1):r&&(n==="="?(r=5,i=a,a=""):n==="/"&&(r<5||o[u][h+1]===">")?(d(),r===3&&(f=f[0]),r=f,(f=f[0]).push(2,0,r),r=0):n===" "||n==="	"||n===`
`||n==="\r"?(d(),r=2):a+=n),r===3&&a==="!--"&&(r=4,f=f[0])}return d(),f})(e)),t),arguments,[])).length>1?t:t[0]}var c=Lo.bind(Ce);var R="/api/v1",Ne=encodeURIComponent;function Lt(e){let t=Object.entries(e).filter(([,o])=>o);return t.length?"?"+new URLSearchParams(t):""}var b={node:()=>`${R}/node`,events:()=>`${R}/events`,blobs:(e={})=>`${R}/blobs${Lt(e)}`,blob:(e,t={})=>`${R}/blobs/${Ne(e)}${Lt(t)}`,blobTicket:e=>`${R}/blobs/${Ne(e)}/ticket`,blobVerify:e=>`${R}/blobs/${Ne(e)}/verify`,tag:e=>`${R}/tags/${Ne(e)}`,transfers:(e={})=>`${R}/transfers${Lt(e)}`,transfer:e=>`${R}/transfers/${Ne(e)}`};var Vn=["blob_added","blob_removed","blob_state","transfer","tag","reset"],J=y("waiting"),Ut=()=>{},_e="BroadcastChannel"in self?new BroadcastChannel("firn-events"):null;function Gn(e){let t=J.value;J.value=e,e==="live"&&t==="lost"&&Ut("reset",{})}function ot(e){_e?.postMessage(e),Fo(e)}function Fo(e){e.connection?Gn(e.connection):e.type&&Ut(e.type,e.data)}function Uo(){let e,t=()=>{e=new EventSource(b.events()),e.onopen=()=>ot({connection:"live"}),e.onerror=()=>{ot({connection:"lost"}),e.readyState===EventSource.CLOSED&&setTimeout(t,2e3)};for(let o of Vn)e.addEventListener(o,n=>{try{ot({type:o,data:JSON.parse(n.data)})}catch{}})};J.value==="live"&&ot({connection:"lost"}),t(),_e?.addEventListener("message",({data:o})=>{o.ask&&_e.postMessage({connection:J.value})})}function Ao(e){if(Ut=e,!_e||!navigator.locks){Uo();return}_e.addEventListener("message",({data:t})=>Fo(t)),_e.postMessage({ask:!0}),navigator.locks.request("firn-events",()=>(Uo(),new Promise(()=>{})))}var se=class extends Error{constructor(t,o){super(o.detail||o.title||`HTTP status ${t}`),this.status=t,this.code=o.code||"",this.hint=o.hint||"",this.requestId=o.request_id||""}},jo=()=>new se(0,{code:"unreachable",detail:"The node does not answer.",hint:"Is firnd still running? This page goes on by itself when it is back."});async function Jn(e){let t={};try{t=await e.json()}catch{}return new se(e.status,t??{})}async function E(e,t,o){let n={method:e,headers:{Accept:"application/json"}};o!==void 0&&(n.headers["Content-Type"]="application/json",n.body=JSON.stringify(o));let i;try{i=await fetch(t,n)}catch{throw jo()}if(!i.ok)throw await Jn(i);if(i.status===204)return null;try{return await i.json()}catch{throw new se(i.status,{detail:"The answer was cut off or is not JSON."})}}function Ho(e,t,o){let n=new XMLHttpRequest,i=new Promise((r,a)=>{let s=()=>{try{return JSON.parse(n.responseText)??{}}catch{return{}}};n.upload.onprogress=f=>o(f.loaded),n.onload=()=>{n.status>=200&&n.status<300?r(s()):a(new se(n.status,s()))},n.onerror=()=>a(jo()),n.onabort=()=>a(new se(0,{code:"cancelled",detail:"Stopped."}))});return n.open("POST",e),n.setRequestHeader("Content-Type","application/octet-stream"),n.send(t),{done:i,abort:()=>n.abort()}}var ve=y(null),K=y(null),Io=y(Date.now()),Ro=0;async function nt(){try{ve.value=await E("GET",b.node()),K.value=null,Ro=Date.now()-ve.value.uptime_s*1e3}catch(e){K.value=e}}var qo=()=>(Io.value-Ro)/1e3;setInterval(()=>{Io.value=Date.now()},1e3);var Kn=50,Zn=250,jt=y(null),Oe=y(null),Z=y({state:"",tag:""}),X=y([""]),Ht=y(null),Wo=L(()=>X.value.length),It=L(()=>Ht.value!=null),rt=L(()=>X.value.length>1),Vo=L(()=>Z.value.state!==""||Z.value.tag!==""),Ft=0;async function Q(){let e=++Ft,t=X.value.at(-1);try{let o=await E("GET",b.blobs({limit:Kn,cursor:t,...Z.value}));if(e!==Ft)return;pe(()=>{jt.value=o.items,Ht.value=o.next,Oe.value=null}),!o.items.length&&rt.value&&Rt()}catch(o){e===Ft&&(Oe.value=o)}}function Go(){return X.value=[...X.value,Ht.value],Q()}function Rt(){return X.value=X.value.slice(0,-1),Q()}function at(e){return pe(()=>{Z.value={...Z.value,...e},X.value=[""]}),Q()}var At=0;function le(){At||(At=setTimeout(()=>{At=0,Q()},Zn))}var Jo=100,ge=y(null),Be=y(null),Xn=new Set(["completed","failed","cancelled"]),q=e=>Xn.has(e.state),qt=L(()=>ge.value?[...ge.value.values()].sort((e,t)=>q(e)-q(t)||(t.created??"").localeCompare(e.created??"")):null),Wt=L(()=>(qt.value??[]).filter(e=>e.state==="running").reduce((e,t)=>e+(t.rate_bps||0),0));async function it(){try{let e=await E("GET",b.transfers({limit:Jo}));ge.value=new Map(e.items.map(t=>[t.id,t])),Be.value=null}catch(e){Be.value=e}}function st(e){let t=ge.value?.get(e.id);if(t&&q(t)&&!q(e))return;let o=new Map(ge.value??[]);if(o.set(e.id,e),o.size>Jo*2){let n=[...o.values()].find(q);n&&o.delete(n.id)}ge.value=o}function Vt(){nt(),Q(),it()}function Qn(e,t){e==="reset"?Vt():e==="transfer"?st(t):le()}function Ko(){Vt(),Ao(Qn),setInterval(()=>{K.value&&J.value!=="live"&&Vt()},3e3)}var lt=y(null);function ct(e){return new Promise(t=>{lt.value={...e,resolve:t}})}function Gt(e){let{resolve:t}=lt.value;lt.value=null,t(e)}function Zo(){let e=de(null),t=lt.value;return ae(()=>{t&&e.current.showModal()},[t]),t?c`
    <dialog ref=${e} class="dialog" aria-labelledby="dialog-title"
      onCancel=${n=>{n.preventDefault(),Gt(null)}}>
      <form onSubmit=${n=>{n.preventDefault(),Gt(Object.fromEntries(new FormData(n.target)))}}>
        <h2 id="dialog-title">${t.title}</h2>
        ${t.body}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${()=>Gt(null)}>
            ${t.cancel??"Cancel"}</button>
          <button type="submit"
            class=${t.danger?"button danger":"button primary"}>
            ${t.confirm}</button>
        </div>
      </form>
    </dialog>`:null}var Yn=2,D=y([]),er=1;function Le(e,t){D.value=D.value.map(o=>o.id===e?{...o,...t}:o)}function Jt(e){let t=[...e].map(o=>({id:er++,file:o,name:o.name,size:o.size,state:"waiting",done:0,abort:null,problem:null,result:null}));D.value=[...D.value,...t],ut()}function ut(){let e=D.value.filter(t=>t.state==="running").length;D.value.filter(t=>t.state==="waiting").slice(0,Math.max(0,Yn-e)).forEach(tr)}async function tr({id:e,file:t}){let{done:o,abort:n}=Ho(b.blobs(),t,i=>Le(e,{done:i}));Le(e,{state:"running",abort:n});try{let i=await o;Le(e,{state:"done",done:t.size,result:i,file:null})}catch(i){let r=i.code==="cancelled"?"cancelled":"failed";Le(e,{state:r,problem:i})}ut()}function Xo(e){Le(e,{state:"waiting",done:0,problem:null}),ut()}function Qo(e){D.value.find(t=>t.id===e)?.abort?.(),D.value=D.value.filter(t=>t.id!==e),ut()}var ce=e=>e.state!=="running"&&e.state!=="waiting";function Yo(){D.value=D.value.filter(e=>!ce(e))}addEventListener("beforeunload",e=>{D.value.some(t=>!ce(t))&&e.preventDefault()});var or={copy:"M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z",download:"M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",upload:"M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10",more:"M3.4 8h.1M8 8h.1M12.6 8h.1",close:"M4 4l8 8M12 4l-8 8",sun:"M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",moon:"M13 9.6A5.4 5.4 0 016.4 3a5.4 5.4 0 106.6 6.6z",auto:"M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",check:"M3.5 8.5l3 3 6-7"},z=({name:e})=>c`
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${or[e]} />
  </svg>`,en=()=>c`
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 5.5v21M6.9 10.75l18.2 10.5M25.1 10.75L6.9 21.25" />
    <path d="M12.8 7.6L16 10.4l3.2-2.8M12.8 24.4l3.2-2.8 3.2 2.8" />
  </svg>`;var dt=y(!1),ft=e=>e.dataTransfer?.types.includes("Files");function nr(){let e=0,r={dragover:a=>{ft(a)&&a.preventDefault()},dragenter:a=>{ft(a)&&(dt.value=++e>0)},dragleave:a=>{ft(a)&&(dt.value=--e>0)},drop:a=>{e=0,dt.value=!1,ft(a)&&(a.preventDefault(),Jt(a.dataTransfer.files))}};for(let[a,s]of Object.entries(r))addEventListener(a,s);return()=>{for(let[a,s]of Object.entries(r))removeEventListener(a,s)}}function tn(){return ae(nr,[]),dt.value&&c`
    <div class="drop-zone" aria-hidden="true">
      <p><${z} name="upload" /> Drop to store in this node</p>
    </div>`}var on=()=>c`
  <label class="button primary file-button">
    <${z} name="upload" />Add files
    <input type="file" multiple onChange=${e=>{Jt(e.target.files),e.target.value=""}} />
  </label>`;var nn=["B","KiB","MiB","GiB","TiB","PiB"],rr=["bit","kbit","Mbit","Gbit","Tbit","Pbit"];function Kt(e,t,o){let n=0;for(;e>=t&&n<o.length-1;)e/=t,n++;let i=n===0||e>=100?0:e>=10?1:2,r=10**i;return`${(Math.floor(e*r)/r).toFixed(i)} ${o[n]}`}var P=e=>e==null?"unknown size":Kt(e,1024,nn),Ue=e=>e==null?"":`${e.toLocaleString("en-US")} bytes`,Fe=(e,t)=>(t?Kt(e*8,1e3,rr):Kt(e,1024,nn))+"/s";function be(e,t){return t==null?null:e>=t?100:Math.min(99,Math.floor(e/t*100))}function pt(e){let t=Math.max(0,Math.floor(e));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min ${t%60} s`:t<86400?`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`:`${Math.floor(t/86400)} d ${Math.floor(t%86400/3600)} h`}var O=e=>`${e.slice(0,10)}…${e.slice(-6)}`,rn=(e,t,o=t+"s")=>`${e.toLocaleString("en-US")} ${e===1?t:o}`;function an(e,t,o){let n=t;try{let r=localStorage.getItem(e);o.includes(r)&&(n=r)}catch{}let i=y(n);return j(()=>{try{localStorage.setItem(e,i.value)}catch{}}),i}var mt=an("firn.theme","auto",["auto","light","dark"]),ue=an("firn.units","bytes",["bytes","bits"]);j(()=>{document.documentElement.dataset.theme=mt.value});var ar={waiting:["idle","Connecting"],live:["good","Live"],lost:["bad","No contact"]},ir={auto:{next:"light",icon:"auto",name:"as the system"},light:{next:"dark",icon:"sun",name:"light"},dark:{next:"auto",icon:"moon",name:"dark"}};function sr(){let[e,t]=ar[J.value];return c`
    <span class=${`pill ${e}`} role="status">
      <span class="dot"></span>${t}</span>`}function lr(){let e=ue.value==="bits";return c`
    <button type="button" class="button small" aria-pressed=${String(e)}
      title="Show rates in bytes or in bits a second"
      onClick=${()=>{ue.value=e?"bytes":"bits"}}>
      ${e?"bit/s":"byte/s"}</button>`}function cr(){let{next:e,icon:t,name:o}=ir[mt.value];return c`
    <button type="button" class="button bare"
      title=${`Colours: ${o}`} aria-label=${`Colours: ${o}. Change`}
      onClick=${()=>{mt.value=e}}><${z} name=${t} /></button>`}var sn=()=>c`
  <header class="top">
    <a class="brand" href="/"><${en} />Firn</a>
    <span class="node-name">${ve.value?.name??""}</span>
    <span class="spring"></span>
    ${Wt.value>0&&c`
      <span class="total-rate" title="Coming in now">
        ↓ ${Fe(Wt.value,ue.value==="bits")}</span>`}
    <${sr} />
    <${lr} />
    <${cr} />
  </header>`;var ye=y([]),ur=1;function ln(e,t,o,n){let i=ur++;ye.value=[...ye.value.slice(-3),{id:i,kind:e,text:t,hint:o}],n&&setTimeout(()=>Zt(i),n)}function Zt(e){ye.value=ye.value.filter(t=>t.id!==e)}var $e=e=>ln("info",e,"",4e3),fe=(e,t)=>ln("error",`${t}: ${e.message}`,e.hint??"",0);var cn=()=>c`
  <div class="notices" role="status" aria-live="polite">
    ${ye.value.map(e=>c`
      <div key=${e.id} class=${`notice ${e.kind}`}>
        <div>
          <p>${e.text}</p>
          ${e.hint&&c`<p class="muted">${e.hint}</p>`}
        </div>
        <button type="button" class="button bare" aria-label="Dismiss"
          onClick=${()=>Zt(e.id)}><${z} name="close" /></button>
      </div>`)}
  </div>`;var ht=e=>/^[\w./:=@%?&+,-]+$/.test(e)&&!/[?&]/.test(e)?e:`'${String(e).replaceAll("'","'\\''")}'`;function U(e,t,{body:o,file:n,output:i}={}){let r=["curl"];return e!=="GET"&&!n&&!(e==="POST"&&o)&&r.push("-X",e),o&&r.push("--json",ht(JSON.stringify(o))),n&&r.push("-T",ht(n)),i&&r.push("-o",ht(i)),r.push(ht(location.origin+t)),r.join(" ")}function fr(e){let t=document.createElement("textarea");t.value=e,t.readOnly=!0,t.className="offscreen";let o=document.activeElement;document.body.append(t),t.select();let n=document.execCommand("copy");return t.remove(),o?.focus(),n}async function un(e){try{return await navigator.clipboard.writeText(e),!0}catch{return fr(e)}}async function F(e,t){await un(e)?$e(`${t} copied`):fe(new Error("the browser does not allow it; select the text instead"),`Copying ${t.toLowerCase()}`)}function Ae({text:e,what:t,label:o}){let[n,i]=A(!1);return c`
    <button type="button" class=${o?"button small":"button bare"}
      onClick=${async()=>{await F(e,t),i(!0),setTimeout(()=>i(!1),1500)}} title=${`Copy ${t.toLowerCase()}`}
      aria-label=${`Copy ${t.toLowerCase()}`}>
      <${z} name=${n?"check":"copy"} />${o}
    </button>`}var xe=({problem:e,doing:t,onRetry:o})=>c`
  <div class="problem" role="alert">
    <p><strong>${t}</strong> ${e.message}</p>
    ${e.hint&&c`<p class="muted">${e.hint}</p>`}
    ${e.requestId&&e.status>=500&&c`
      <p class="muted">The node's log has more under request
        <code>${e.requestId}</code>.</p>`}
    ${o&&c`
      <button type="button" class="button small" onClick=${o}>
        Try again</button>`}
  </div>`;var N=({name:e,children:t})=>c`
  <div class="fact"><dt>${e}</dt><dd>${t}</dd></div>`,Xt=({text:e,what:t})=>c`
  <span class="copied"><code class="cut" title=${e}>${e}</code>
    <${Ae} text=${e} what=${t} /></span>`,dr=({n:e})=>c`
  <dl class="facts">
    <${N} name="Id"><${Xt} text=${e.id} what="Node id" /></${N}>
    <${N} name="Ticket"><${Xt} text=${e.ticket} what="Node ticket" /></${N}>
    ${e.endpoint_ticket&&c`
      <${N} name="Ticket for iroh 1.x">
        <${Xt} text=${e.endpoint_ticket} what="Endpoint ticket" /></${N}>`}
    <${N} name="Addresses">
      ${e.addresses.length?c`
        <ul class="plain-list">
          ${e.addresses.map(t=>c`<li><code>${t}</code></li>`)}
        </ul>`:c`<span class="muted">none that others can reach</span>`}</${N}>
    <${N} name="Up for">${pt(qo())}</${N}>
    <${N} name="Version">${e.version}</${N}>
    <${N} name="Data"><code class="wrap">${e.data_dir}</code></${N}>
  </dl>`;function fn(){let e=ve.value;return c`
    <section class="card node-card" aria-labelledby="node-title">
      <div class="card-head">
        <h2 id="node-title">This node</h2>
        <span class="spring"></span>
        <${Ae} text=${U("GET",b.node())} what="Curl command"
          label="curl" />
      </div>
      ${K.value&&!e&&c`
        <${xe} problem=${K.value} doing="Reading the node:"
          onRetry=${nt} />`}
      ${e&&c`<${dr} n=${e} />`}
      ${!e&&!K.value&&c`<p class="muted">Reading…</p>`}
    </section>`}var pr=/^[0-9a-f]{64}$/i,mr=/^[a-z2-7]{52}$/i,hr=/^(?:[0-9a-f]{64}|[a-z2-7]{52})(?:@\S+:\d{1,5})?$/i;function Qt(e){let t=e.trim();return t?pr.test(t)||mr.test(t)?{kind:"hash",value:t.toLowerCase()}:/^blob[a-z2-7]{20,}$/i.test(t)?{kind:"ticket",value:t}:/^(node|endpoint)[a-z2-7]{20,}$/i.test(t)?{kind:"node"}:{kind:"unknown"}:{kind:"empty"}}var dn=e=>e.split(/[\s,]+/).filter(Boolean),pn=e=>hr.test(e);var mn={unknown:"This is neither a ticket (blob…) nor a hash (64 hex digits).",node:"This ticket names a node but no blob. Ask for a blob ticket, or give the blob’s hash and the node as a peer."};function hn(e,t,o){let n=Qt(e),i=dn(t),r=i.find(s=>!pn(s));if(n.kind==="empty")return{error:"Paste a ticket or a hash."};if(mn[n.kind])return{error:mn[n.kind]};if(r)return{error:`“${r}” is not a peer; it looks like id@ip:port.`};let a={[n.kind]:n.value};return n.kind==="hash"&&i.length&&(a.peers=i),o.trim()&&(a.tag=o.trim()),{body:a}}function _n(){let[e,t]=A(""),[o,n]=A(""),[i,r]=A(""),[a,s]=A(null),[f,d]=A(!1),u=Qt(e).kind,h=async l=>{l.preventDefault();let{body:m,error:k}=hn(e,o,i);if(k)return s({message:k});d(!0);try{st(await E("POST",b.transfers(),m)),t(""),n(""),r(""),s(null)}catch(v){s(v)}return d(!1)},p=()=>{let{body:l,error:m}=hn(e,o,i);m?s({message:m}):F(U("POST",b.transfers(),{body:l}),"Curl command")};return c`
    <form class="transfer-form" onSubmit=${h} novalidate>
      <div class="field grow">
        <label for="fetch-what">Ticket or hash</label>
        <input id="fetch-what" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="blob… or 64 hex digits" value=${e}
          aria-invalid=${String(!!a)}
          aria-describedby=${a?"fetch-error":void 0}
          onInput=${l=>{t(l.target.value),s(null)}} />
      </div>
      ${u==="hash"&&c`
        <div class="field grow">
          <label for="fetch-peers">From peers</label>
          <input id="fetch-peers" type="text" autocomplete="off"
            spellcheck=${!1} placeholder="id@ip:port, …" value=${o}
            onInput=${l=>{n(l.target.value),s(null)}} />
        </div>`}
      ${u!=="empty"&&c`
        <div class="field">
          <label for="fetch-tag">Tag <span class="muted">(optional)</span></label>
          <input id="fetch-tag" type="text" autocomplete="off" value=${i}
            onInput=${l=>r(l.target.value)} />
        </div>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${f}>
          ${f?"Starting…":"Fetch"}</button>
        <button type="button" class="button" onClick=${p}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${a&&c`
        <p class="form-error" id="fetch-error" role="alert">
          ${a.message}${a.hint&&c` <span>${a.hint}</span>`}</p>`}
    </form>`}var we=({percent:e,label:t,tone:o=""})=>c`
  <progress class=${`bar ${o}`} aria-label=${t} max="100"
    value=${e??void 0}></progress>`;var vn={ArrowDown:1,ArrowUp:-1};function _t({label:e,items:t}){let[o,n]=A(!1),i=de(null),r=de(null);ae(()=>{if(!o)return;i.current.querySelector("[role=menuitem]")?.focus();let f=d=>{i.current?.contains(d.target)||n(!1)};return document.addEventListener("pointerdown",f),()=>document.removeEventListener("pointerdown",f)},[o]);let a=f=>{if(f.key==="Escape"&&o)n(!1),r.current.focus();else if(f.key==="Tab")n(!1);else if(o&&vn[f.key]){f.preventDefault();let d=[...i.current.querySelectorAll("[role=menuitem]")],u=d.indexOf(document.activeElement)+vn[f.key];d[(u+d.length)%d.length].focus()}},s=f=>{n(!1),r.current.focus(),f.run()};return c`
    <div class="menu" ref=${i} onKeyDown=${a}>
      <button type="button" class="button bare" ref=${r}
        aria-haspopup="menu" aria-expanded=${String(o)} aria-label=${e}
        title="More" onClick=${()=>n(!o)}>
        <${z} name="more" />
      </button>
      ${o&&c`
        <div class="menu-list" role="menu" aria-label=${e}>
          ${t.map(f=>c`
            <button type="button" role="menuitem" tabindex="-1"
              class=${f.danger?"danger":""}
              onClick=${()=>s(f)}>${f.label}</button>`)}
        </div>`}
    </div>`}var _r={queued:"Waiting",running:"Fetching",completed:"Done",failed:"Failed",cancelled:"Cancelled"},vr={completed:"good",failed:"bad",running:"busy"};async function gr(e){try{await E("DELETE",b.transfer(e.id))}catch(t){fe(t,"Cancelling")}}function br(e){let t=[];if(e.state==="completed"?t.push(P(e.bytes_done)):e.size==null?t.push(P(e.bytes_done)):t.push(`${P(e.bytes_done)} of ${P(e.size)}`),e.state==="running"&&e.rate_bps>0&&(t.push(Fe(e.rate_bps,ue.value==="bits")),e.size!=null&&t.push(`${pt((e.size-e.bytes_done)/e.rate_bps)} left`)),e.state==="completed"&&e.started&&e.ended&&e.bytes_fetched){let o=(Date.parse(e.ended)-Date.parse(e.started))/1e3;o>0&&t.push(`${o<10?o.toFixed(1):Math.round(o)} s`,Fe(e.bytes_fetched/o,ue.value==="bits"))}return e.state==="completed"&&e.bytes_fetched===0&&t.push("was here already"),t.join(" · ")}var yr={idle:"not asked yet",connecting:"connecting",active:"sending",done:"done",failed:"failed"},$r=({source:e})=>c`
  <li>
    <code title=${e.peer}>${O(e.peer)}</code>
    <span>${yr[e.state]??e.state??""}</span>
    <span class="num">${P(e.bytes)}</span>
    ${e.error&&c`<span class="source-error">${e.error.detail}</span>`}
  </li>`,xr=({sources:e})=>e.length>0&&c`
  <details class="sources">
    <summary>${rn(e.length,"peer")}</summary>
    <ul>${e.map(t=>c`<${$r} key=${t.peer} source=${t} />`)}</ul>
  </details>`,wr=e=>[{label:"Copy hash",run:()=>F(e.hash,"Hash")},{label:"Copy curl: watch",run:()=>F(U("GET",`${b.transfer(e.id)}/events`).replace("curl ","curl -N "),"Curl command")},...q(e)?[]:[{label:"Copy curl: cancel",run:()=>F(U("DELETE",b.transfer(e.id)),"Curl command")}]];function kr({transfer:e}){let t=e.state==="completed"?100:be(e.bytes_done,e.size),o=e.tag??O(e.hash);return c`
    <li class="transfer" data-state=${e.state} data-hash=${e.hash}>
      <div class="transfer-head">
        <span class=${`state ${vr[e.state]??""}`}>${_r[e.state]??e.state}</span>
        ${e.tag&&c`<span class="tag">${e.tag}</span>`}
        <code class="hash" title=${e.hash}>${O(e.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${Ue(e.bytes_done)}>${br(e)}</span>
        ${!q(e)&&c`
          <button type="button" class="button small"
            aria-label=${`Cancel the transfer of ${o}`}
            onClick=${()=>gr(e)}>Cancel</button>`}
        <${_t} label=${`More for the transfer of ${o}`} items=${wr(e)} />
      </div>
      ${!q(e)&&c`
        <${we} percent=${e.state==="queued"?0:t}
          label=${`Progress of ${o}`} />`}
      ${e.error&&c`<p class="transfer-error">${e.error.detail}</p>`}
      <${xr} sources=${e.sources??[]} />
    </li>`}var Sr=()=>c`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On another node, open a blob’s menu and copy its ticket, or run
      <code>firn ticket HASH</code>. Paste the ticket above: the blob comes
      here, verified as it arrives.</p>
  </div>`;function gn(){let e=qt.value;return Be.value&&!e?c`<${xe} problem=${Be.value}
      doing="Reading the transfers:" onRetry=${it} />`:e?e.length?c`
    <ul class="transfers">
      ${e.map(t=>c`<${kr} key=${t.id} transfer=${t} />`)}
    </ul>`:c`<${Sr} />`:c`<p class="muted">Reading…</p>`}async function je(e,t){try{await t()}catch(o){fe(o,e)}}var vt=e=>e.tags[0]?.split("/").at(-1)||`${e.hash.slice(0,16)}.bin`,bn=e=>je("Making the ticket",async()=>{let{ticket:t}=await E("GET",b.blobTicket(e.hash));await F(t,"Ticket")}),Cr=e=>je("Verifying",async()=>{$e(`Reading ${P(e.held_bytes)} from disk…`);let t=await E("POST",b.blobVerify(e.hash));t.ok?$e(`${O(e.hash)} is intact`):fe({message:`${P(t.bad_bytes)} are damaged on disk`,hint:"The damaged parts are no longer served. Fetch the blob again: only they are transferred."},O(e.hash)),le()});async function Tr(e){let t=await ct({title:"Tag this blob",confirm:"Set tag",body:c`
      <p>A tag is a name for <code>${O(e.hash)}</code>. It keeps the
        blob from being removed. A tag that exists is moved here.</p>
      <div class="field"><label for="tag-name">Name</label>
        <input id="tag-name" name="name" type="text" required maxlength="255"
          autocomplete="off" autofocus /></div>`});t&&await je("Setting the tag",async()=>{await E("PUT",b.tag(t.name),{hash:e.hash}),le()})}async function yn(e){await ct({title:"Remove this tag?",confirm:"Remove tag",body:c`<p><span class="tag">${e}</span> goes; the blob stays.</p>`})&&await je("Removing the tag",async()=>{await E("DELETE",b.tag(e)),le()})}async function Mr(e){await ct({title:"Delete this blob?",confirm:"Delete",danger:!0,body:c`
      <p><code class="wrap">${e.hash}</code></p>
      <p>${P(e.held_bytes)} are removed from this node. Other nodes keep
        their copies.</p>
      ${e.tags.length>0&&c`
        <p>Its tags go with it:
          ${e.tags.map(o=>c` <span class="tag">${o}</span>`)}</p>`}`})&&await je("Deleting",async()=>{let o=e.tags.length?{force:"true"}:{};await E("DELETE",b.blob(e.hash,o)),$e(`${O(e.hash)} deleted`),le()})}var $n=e=>[{label:"Copy hash",run:()=>F(e.hash,"Hash")},{label:"Copy curl: download",run:()=>F(U("GET",b.blob(e.hash),{output:vt(e)}),"Curl command")},{label:"Copy curl: delete",run:()=>F(U("DELETE",b.blob(e.hash)),"Curl command")},{label:"Tag…",run:()=>Tr(e)},{label:"Verify",run:()=>Cr(e)},{label:"Delete…",danger:!0,run:()=>Mr(e)}];var Er=({tags:e})=>c`
  <span class="tags">
    ${e.map(t=>c`
      <span class="tag" key=${t}><span class="tag-text">${t}</span>
        <button type="button" class="tag-remove"
          aria-label=${`Remove tag ${t}`} title="Remove this tag"
          onClick=${()=>yn(t)}><${z} name="close" /></button>
      </span>`)}
  </span>`;function Pr({blob:e}){if(e.state==="complete")return c`<span class="state good">Complete</span>`;let t=be(e.held_bytes,e.size);return c`
    <span class="partial" title=${`${Ue(e.held_bytes)} held`}>
      <span class="state">${t==null?"Partial":`${t} % held`}</span>
      <${we} percent=${t??0} label=${`Held of ${O(e.hash)}`} />
    </span>`}var zr=({blob:e})=>c`
  <li class="blob" data-hash=${e.hash}>
    <code class="hash" title=${e.hash}>${O(e.hash)}</code>
    <span class="num blob-size" title=${Ue(e.size)}>${P(e.size)}</span>
    <${Pr} blob=${e} />
    <${Er} tags=${e.tags} />
    <span class="row-actions">
      ${e.state==="complete"&&c`
        <a class="button small" download=${vt(e)}
          href=${b.blob(e.hash,{download:vt(e)})}>
          Download</a>`}
      <button type="button" class="button small" onClick=${()=>bn(e)}>
        Copy ticket</button>
      <${_t} label=${`More for ${O(e.hash)}`} items=${$n(e)} />
    </span>
  </li>`;function xn(){return c`
    <div class="filters" role="search" aria-label="Blobs shown">
      <label class="offscreen" for="filter-state">State</label>
      <select id="filter-state" value=${Z.value.state}
        onChange=${e=>at({state:e.target.value})}>
        <option value="">All states</option>
        <option value="complete">Complete</option>
        <option value="partial">Partial</option>
      </select>
      <label class="offscreen" for="filter-tag">Tag</label>
      <input id="filter-tag" type="search" placeholder="Tag" autocomplete="off"
        value=${Z.value.tag}
        onChange=${e=>at({tag:e.target.value.trim()})} />
    </div>`}var Dr=()=>(It.value||rt.value)&&c`
  <nav class="pager" aria-label="Pages of blobs">
    <button type="button" class="button small" disabled=${!rt.value}
      onClick=${Rt}>Previous</button>
    <span class="muted">Page ${Wo.value}</span>
    <button type="button" class="button small" disabled=${!It.value}
      onClick=${Go}>Next</button>
  </nav>`;function Nr(){return Vo.value?c`
      <div class="empty">
        <p><strong>No blob is like that.</strong></p>
        <button type="button" class="button small"
          onClick=${()=>at({state:"",tag:""})}>Show all</button>
      </div>`:c`
    <div class="empty">
      <p><strong>This node is empty.</strong></p>
      <p>Drop files anywhere on this page, use “Add files”, or put one in from
        a shell:</p>
      <p><code>firn add FILE</code></p>
      <p><code class="wrap">${U("PUT",b.blobs(),{file:"FILE"})}</code></p>
    </div>`}function wn(){let e=jt.value;return Oe.value&&!e?c`<${xe} problem=${Oe.value}
      doing="Reading the blobs:" onRetry=${Q} />`:e?e.length?c`
    <ul class="blobs" aria-label="Blobs">
      <li class="blob blob-head" aria-hidden="true">
        <span>Hash</span><span class="num">Size</span><span>State</span>
        <span>Tags</span><span></span>
      </li>
      ${e.map(t=>c`<${zr} key=${t.hash} blob=${t} />`)}
    </ul>
    <${Dr} />`:c`<${Nr} />`:c`<p class="muted">Reading…</p>`}var Or={waiting:"Waiting",running:"Uploading",done:"Stored",failed:"Failed",cancelled:"Stopped"},Br={done:"good",failed:"bad",running:"busy"},kn=e=>e.state==="running"&&e.done>=e.size,Lr=e=>kn(e)?"Storing":e.state==="done"&&!e.result.created?"Known already":Or[e.state],Ur=({u:e})=>c`
  <li class="upload" data-state=${e.state}>
    <div class="transfer-head">
      <span class=${`state ${Br[e.state]??""}`}>${Lr(e)}</span>
      <span class="file-name">${e.name}</span>
      <span class="spring"></span>
      <span class="facts-line">
        ${ce(e)?P(e.size):`${P(e.done)} of ${P(e.size)}`}</span>
      ${e.result&&c`
        <${Ae} text=${e.result.hash} what="Hash" label="Hash" />`}
      ${e.state==="failed"&&c`
        <button type="button" class="button small" onClick=${()=>Xo(e.id)}>
          Try again</button>`}
      <button type="button" class="button bare"
        aria-label=${ce(e)?`Dismiss ${e.name}`:`Stop uploading ${e.name}`}
        onClick=${()=>Qo(e.id)}><${z} name="close" /></button>
    </div>
    ${!ce(e)&&c`
      <${we} percent=${kn(e)?null:be(e.done,e.size)}
        label=${`Upload of ${e.name}`} />`}
    ${e.problem&&e.state==="failed"&&c`
      <p class="transfer-error">${e.problem.message} ${e.problem.hint}</p>`}
  </li>`;function Sn(){let e=D.value;return e.length?c`
    <div class="uploads">
      <ul aria-label="Uploads">
        ${e.map(t=>c`<${Ur} key=${t.id} u=${t} />`)}
      </ul>
      ${e.length>1&&e.every(ce)&&c`
        <button type="button" class="button small" onClick=${Yo}>
          Clear this list</button>`}
    </div>`:null}var Cn=()=>c`
  <main class="overview" id="main" tabindex="-1">
    <${fn} />
    <section class="card transfers-card" aria-labelledby="transfers-title">
      <div class="card-head"><h2 id="transfers-title">Transfers</h2></div>
      <${_n} />
      <${gn} />
    </section>
    <section class="card blobs-card" aria-labelledby="blobs-title">
      <div class="card-head">
        <h2 id="blobs-title">Blobs</h2>
        <span class="spring"></span>
        <${xn} />
        <${on} />
      </div>
      <${Sn} />
      <${wn} />
    </section>
  </main>`;var Fr=()=>c`
  <a class="skip" href="#main">Skip to the content</a>
  <${sn} />
  <${Cn} />
  <${cn} />
  <${Zo} />
  <${tn} />`;Ko();Mt(c`<${Fr} />`,document.getElementById("app"));
